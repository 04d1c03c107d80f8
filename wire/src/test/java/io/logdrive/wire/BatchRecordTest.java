package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch entry may be besides what {@link RecordEncoder} writes, and what not. */
class BatchRecordTest {
    private static final String TIME = "d7 00 65 53 f1 00 00 00 00 00";

    private static List<LogRecord> decoded(String hex) {
        byte[] bytes = Packed.hex(hex);
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder()
                .decodeBatch(
                        new EntryRange(bytes, 0, bytes.length, 1),
                        read -> records.add(read.decoded()));
        return records;
    }

    @Test
    void keysOfLaterVersionsAreSteppedOver() {
        List<LogRecord> records =
                decoded(
                        "92"
                                + TIME
                                + "83 a5 6c61746572 91 80 a7 6d657373616765 a1 6d"
                                + "a8 7265636569766564 07");

        assertThat(records)
                .containsExactly(
                        new LogRecord(
                                1_700_000_000_000_000L,
                                7,
                                null,
                                null,
                                null,
                                "m",
                                List.of(),
                                null,
                                0));
    }

    @Test
    void textThatIsNotCleanIsCleanedAndFlagged() {
        List<LogRecord> records =
                decoded("92" + TIME + "82 a7 6d657373616765 a2 6d 00 a8 7265636569766564 07");

        assertThat(records).extracting(LogRecord::body).containsExactly("m");
        assertThat(records).extracting(LogRecord::flags).containsExactly(RecordFlags.REPLACED);
    }

    @Test
    void fieldsThatAreNotCleanAreCleanedAndFlaggedAndTheMessageStays() {
        List<LogRecord> records =
                decoded(
                        "92"
                                + TIME
                                + "83 a6 6669656c6473 a3 7b ff 7d"
                                + "a8 7265636569766564 07 a7 6d657373616765 a2 c3 a9");

        assertThat(records).extracting(LogRecord::body).containsExactly("é");
        assertThat(records).extracting(LogRecord::fields).containsExactly("{\uFFFD}");
        assertThat(records).extracting(LogRecord::flags).containsExactly(RecordFlags.REPLACED);
    }

    @Test
    void ofEqualKeysTheLastCounts() {
        List<LogRecord> records =
                decoded(
                        "92"
                                + TIME
                                + "83 a7 6d657373616765 a1 00 a8 7265636569766564 07"
                                + "a7 6d657373616765 a1 6e");

        assertThat(records).extracting(LogRecord::body).containsExactly("n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "92 00 80                     | expected EventTime at byte 1, found an integer",
                "92 d7 01 0000000000000000 80 | expected EventTime (ext type 0 of 8 bytes)",
                "92 d7 00 00000000 3b9aca00 80| expected less than a second of nanoseconds",
                "92 d7 00 0000000000000000 80 | in a batch entry at byte 12, found no message",
                "92 d7 00 0000000000000000 81 a7 6d657373616765 a1 6d | found no received",
                "92 d7 00 0000000000000000 81 a7 6d657373616765 01 | expected the message at byte",
                "92 d7 00 0000000000000000 81 a5 6c6576656c a1 78 | found 'x'",
                "92 d7 00 0000000000000000 81 a5 666c616773 ce ffffffff | found 4294967295",
                "92 d7 00 0000000000000000 81 a4 74616773 a1 78 | expected the tags at byte",
                "92 d7 00 0000000000000000 81 01 01 | expected a key of a batch entry at byte",
                "91 00                        | expected a batch entry of time and record"
            })
    void otherEntriesAreRefused(String hex, String message) {
        assertThatThrownBy(() -> decoded(hex))
                .isInstanceOf(ForwardException.class)
                .hasMessageContaining(message);
    }
}
