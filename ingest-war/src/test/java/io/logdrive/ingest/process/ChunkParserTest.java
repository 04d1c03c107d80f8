package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.RecordEncoder;
import io.logdrive.wire.RecordFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChunkParserTest {
    private static final Origin ORIGIN =
            new Origin(new UUID(1, 2), OriginKind.LINES, "127.0.0.1:1", "", "");
    private static final long RECEIVED = 1_700_000_000_000_000L;

    private final ChunkParser parser = new ChunkParser();
    private final List<LogRecord> records = new ArrayList<>();

    @Test
    void makesOneRecordOfEachLineInOrder() {
        parser.parse(lines("a\n\nb\r\nlast", 4), records::add);

        assertThat(records).extracting(LogRecord::body).containsExactly("a", "", "b", "last");
        assertThat(records).extracting(LogRecord::receivedMicros).containsOnly(RECEIVED);
    }

    @Test
    void flagsTheTruncatedLines() {
        Chunk chunk = lines("a\nb\nc\n", 3);
        chunk.truncated().set(1);

        parser.parse(chunk, records::add);

        assertThat(records)
                .extracting(r -> r.flags() & RecordFlags.TRUNCATED)
                .containsExactly(0, RecordFlags.TRUNCATED, 0);
    }

    @Test
    void refusesABodyWithAnotherNumberOfLines() {
        assertThatThrownBy(() -> parser.parse(lines("a\nb\n", 3), records::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "chunk 00000000-0000-0001-0000-000000000002:5: expected 3 lines, found 2");
    }

    @Test
    void makesOneRecordOfEachForwardEntry() {
        Chunk chunk = entries(2);

        parser.parse(chunk, records::add);

        assertThat(records).extracting(LogRecord::body).containsExactly("body 0", "body 1");
        assertThat(records).extracting(LogRecord::level).containsOnly(Level.WARN);
        assertThat(records).extracting(LogRecord::timeMicros).containsOnly(RECEIVED - 1);
    }

    @Test
    void refusesEntriesThatAreCutOff() {
        Chunk whole = entries(2);
        byte[] cut = Arrays.copyOf(whole.body(), whole.body().length - 1);
        Chunk chunk = new Chunk(ORIGIN, 0, 2, RECEIVED, Chunk.Format.ENTRIES, cut, new BitSet());

        assertThatThrownBy(() -> parser.parse(chunk, records::add))
                .isInstanceOf(RuntimeException.class);
    }

    private static Chunk lines(String body, int lines) {
        return new Chunk(
                ORIGIN, 5, lines, RECEIVED, Chunk.Format.LINES, body.getBytes(UTF_8), new BitSet());
    }

    private static Chunk entries(int count) {
        RecordEncoder encoder = new RecordEncoder();
        for (int i = 0; i < count; i++) {
            encoder.add(
                    new LogRecord(
                            RECEIVED - 1,
                            RECEIVED,
                            Level.WARN,
                            null,
                            null,
                            "body " + i,
                            List.of(),
                            null,
                            0));
        }
        EntryRange range = encoder.take();
        return new Chunk(
                ORIGIN,
                0,
                count,
                RECEIVED,
                Chunk.Format.ENTRIES,
                Arrays.copyOf(range.bytes(), range.length()),
                new BitSet());
    }
}
