package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Records through {@link RecordEncoder}, a batch frame and back. */
class RecordRoundTripTest {
    private static final ForwardCodec CODEC = new ForwardCodec(ForwardLimits.defaults());

    @Test
    void everyRecordComesBackAsItWas() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<LogRecord> records = new ArrayList<>();
        RecordEncoder encoder = new RecordEncoder();
        for (int i = 0; i < 2_000; i++) {
            LogRecord logRecord = Generated.logRecord(random);
            records.add(logRecord);
            encoder.add(logRecord);
        }

        EntryRange taken = encoder.take();

        assertThat(decoded(taken)).as("seed %d", seed).isEqualTo(records);
        assertThat(decoded(throughFrame(taken))).as("seed %d", seed).isEqualTo(records);
    }

    @Test
    void anEncodedRecordHasTheTextsOfTheOneItWasMadeOf() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            LogRecord plain = Generated.logRecord(random);
            RecordEncoder encoder = new RecordEncoder();
            encoder.add(plain);
            List<EncodedRecord> read = new ArrayList<>();
            new RecordDecoder().decodeBatch(encoder.take(), read::add);

            EncodedRecord made = EncodedRecord.of(plain);

            assertThat(made.decoded()).as("seed %d", seed).isEqualTo(plain);
            assertThat(checksum(made)).as("seed %d", seed).isEqualTo(checksum(read.get(0)));
            assertThat(body(made)).as("seed %d", seed).isEqualTo(plain.body());
            assertThat(body(read.get(0))).as("seed %d", seed).isEqualTo(plain.body());
        }
    }

    @Test
    void theChecksumTellsWhereTheMessageEnds() {
        LogRecord one = new LogRecord(1, 2, null, null, null, "a{}", List.of(), null, 0);
        LogRecord other = new LogRecord(1, 2, null, null, null, "a", List.of(), "{}", 0);

        assertThat(checksum(EncodedRecord.of(one))).isNotEqualTo(checksum(EncodedRecord.of(other)));
    }

    @Test
    void absentPartsStayAbsent() {
        LogRecord least = new LogRecord(0, -1, null, null, null, "", List.of(), null, 0);
        RecordEncoder encoder = new RecordEncoder();

        encoder.add(least);

        assertThat(decoded(encoder.take())).containsExactly(least);
    }

    @Test
    void timesAtTheEdgesOfEventTimeComeBack() {
        for (long micros : new long[] {0, 1, 999_999, 1_000_000, 4_294_967_295_999_999L}) {
            LogRecord edge = new LogRecord(micros, 5, null, null, null, "b", List.of(), null, 0);
            RecordEncoder encoder = new RecordEncoder();

            encoder.add(edge);

            assertThat(decoded(encoder.take())).containsExactly(edge);
        }
    }

    @Test
    void timeBeyondEventTimeIsRefusedAndNothingIsAppended() {
        RecordEncoder encoder = new RecordEncoder();
        LogRecord late =
                new LogRecord(4_294_967_296_000_000L, 5, null, null, null, "b", List.of(), null, 0);
        LogRecord early = new LogRecord(-1, 5, null, null, null, "b", List.of(), null, 0);

        assertThatThrownBy(() -> encoder.add(late))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "event time: expected 0..4294967295999999 microseconds,"
                                + " found 4294967296000000");
        assertThatThrownBy(() -> encoder.add(early)).isInstanceOf(IllegalArgumentException.class);

        assertThat(encoder.bytes()).isZero();
        assertThat(encoder.count()).isZero();
    }

    @Test
    void whatWasTakenIsNotWrittenToByLaterRecords() {
        RecordEncoder encoder = new RecordEncoder();
        LogRecord first = new LogRecord(1, 2, Level.INFO, "a", "b", "one", List.of(), null, 0);
        LogRecord second = new LogRecord(3, 4, Level.WARN, "c", "d", "two", List.of(), null, 0);

        encoder.add(first);
        int bytes = encoder.bytes();
        EntryRange taken = encoder.take();
        encoder.add(second);

        assertThat(taken.length()).isEqualTo(bytes);
        assertThat(taken.count()).isEqualTo(1);
        assertThat(decoded(taken)).containsExactly(first);
        assertThat(decoded(encoder.take())).containsExactly(second);
    }

    private static long checksum(EncodedRecord encoded) {
        CRC32C checksum = new CRC32C();
        encoded.addTo(checksum);
        return checksum.getValue();
    }

    private static String body(EncodedRecord encoded) {
        byte[] copy = new byte[encoded.bodyLength() + 2];
        encoded.copyBody(copy, 1);
        assertThat(copy[0]).isZero();
        assertThat(copy[copy.length - 1]).isZero();
        return new String(copy, 1, encoded.bodyLength(), StandardCharsets.UTF_8);
    }

    private static List<LogRecord> decoded(EntryRange entries) {
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder().decodeBatch(entries, read -> records.add(read.decoded()));
        return records;
    }

    private static EntryRange throughFrame(EntryRange entries) {
        byte[] frame = ForwardCodec.encodeBatch("t", "c", entries, List.of(), List.of());
        return ((ForwardMessage.Events) CODEC.decode(frame, 0, frame.length)).entries();
    }
}
