package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BinaryRowsTest {
    private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";

    @Test
    void writesEachColumnWithItsLengthAndNullAsMinusOne() throws Exception {
        LogRecord full =
                new LogRecord(
                        946_684_800_000_001L,
                        946_684_799_999_999L,
                        Level.ERROR,
                        "é",
                        "h",
                        "body",
                        List.of("t"),
                        "{}",
                        3);
        LogRecord bare =
                new LogRecord(
                        946_684_800_000_000L,
                        946_684_800_000_000L,
                        null,
                        null,
                        null,
                        "",
                        List.of(),
                        null,
                        0);

        assertThat(hex(full, bare))
                .isEqualTo(
                        HEADER
                                + "000c"
                                + "000000080000000000000007"
                                + "000000080000000000000001"
                                + "00000008ffffffffffffffff"
                                + "000000020011"
                                + "00000002c3a9"
                                + "0000000168"
                                + "0000001000000000000000010000000000000002"
                                + "000000080000000000000005"
                                + "000000055b2274225d"
                                + "00000004626f6479"
                                + "000000027b7d"
                                + "0000000400000003"
                                + "000c"
                                + "000000080000000000000008"
                                + "000000080000000000000000"
                                + "000000080000000000000000"
                                + "ffffffff".repeat(3)
                                + "0000001000000000000000010000000000000002"
                                + "000000080000000000000005"
                                + "ffffffff"
                                + "00000000"
                                + "ffffffff"
                                + "0000000400000000"
                                + "ffff");
    }

    @Test
    void writesHeaderAndEndForNoRows() throws Exception {
        assertThat(hex()).isEqualTo(HEADER + "ffff");
    }

    @Test
    void growsForALongText() throws Exception {
        LogRecord long1 =
                new LogRecord(0, 0, null, null, null, "x".repeat(1 << 20), List.of(), null, 0);

        assertThat(hex(long1)).contains("00100000" + "78".repeat(1 << 20)).endsWith("ffff");
    }

    @Test
    void refusesATimeThatPostgreSqlDoesNotHaveAsAnErrorOfTheData() {
        LogRecord never =
                new LogRecord(Long.MAX_VALUE, 0, null, null, null, "", List.of(), null, 0);

        assertThatThrownBy(() -> hex(never))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(SqlFailure.isOfData(e)).isTrue());
    }

    private static String hex(LogRecord... records) throws SQLException {
        List<Row> rows =
                java.util.Arrays.stream(records)
                        .map(each -> new Row(EncodedRecord.of(each), new UUID(1, 2), 5))
                        .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new BinaryRows().write(rows, 7, (buffer, length) -> bytes.write(buffer, 0, length));
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
