package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.ForwardMessage.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Raw lines through an agent's frame and back. */
class LineEntriesTest {
    private static final Origin ORIGIN =
            new Origin(
                    UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                    OriginKind.AGENT,
                    "",
                    "web-1",
                    "generate");
    private static final int ALL = 1 << 20;

    private static byte[] frame(long first, List<byte[]> lines) {
        LineChunkEncoder encoder = new LineChunkEncoder(ORIGIN);
        int bytes = encoder.frameBytes();
        for (byte[] line : lines) {
            bytes += LineChunkEncoder.ENTRY_BYTES + line.length;
        }
        byte[] target = new byte[bytes];
        encoder.begin(target, 1_700_000_000_123_456L);
        for (byte[] line : lines) {
            assertThat(encoder.room()).isGreaterThanOrEqualTo(line.length);
            System.arraycopy(line, 0, target, encoder.lineStart(), line.length);
            encoder.lineEnd(encoder.lineStart() + line.length);
        }
        assertThat(encoder.room()).isLessThan(0);
        assertThat(encoder.lines()).isEqualTo(lines.size());
        return Arrays.copyOf(target, encoder.finish(first));
    }

    private static EntryRange entries(String... lines) {
        byte[] frame = frame(0, Arrays.stream(lines).map(line -> line.getBytes(UTF_8)).toList());
        return ForwardCodecTest.events(frame).entries();
    }

    private static EntryRange packed(Packed.Packing packing) {
        byte[] bytes = Packed.of(packing);
        return new EntryRange(bytes, 0, bytes.length, 1);
    }

    @Test
    void anyBytesComeBackAsTheyWereApartFromNewlines() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<byte[]> lines = new ArrayList<>();
            StringBuilder expected = new StringBuilder();
            for (int i = random.nextInt(50); i >= 0; i--) {
                byte[] line = new byte[random.nextInt(300)];
                random.nextBytes(line);
                for (int j = 0; j < line.length; j++) {
                    line[j] = line[j] == '\n' ? (byte) ' ' : line[j];
                }
                lines.add(line);
                expected.append(Arrays.toString(line));
            }
            long first = random.nextLong() >>> 1;

            Events events = ForwardCodecTest.events(frame(first, lines));
            LineEntries.Lines taken = new LineEntries(events.entries(), ALL).take(100, ALL);

            assertThat(events.chunk()).isEqualTo(ChunkName.of(ORIGIN.id(), first));
            assertThat(events.origins()).containsExactly(ORIGIN);
            assertThat(taken.count()).isEqualTo(lines.size());
            assertThat(taken.truncated().isEmpty()).isTrue();
            assertThat(split(taken.body())).as("seed %d", seed).isEqualTo(expected.toString());
        }
    }

    private static String split(byte[] body) {
        StringBuilder lines = new StringBuilder();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                lines.append(Arrays.toString(Arrays.copyOfRange(body, start, i)));
                start = i + 1;
            }
        }
        assertThat(start).as("the last newline ends the body").isEqualTo(body.length);
        return lines.toString();
    }

    @Test
    void foreignReceiversSeeOrdinaryRecords() {
        List<LogRecord> records = new ArrayList<>();

        new RecordDecoder().decodeForeign(entries("a", "b"), 1_700_000_001_000_000L, records::add);

        assertThat(records).extracting(LogRecord::body).containsExactly("a", "b");
        assertThat(records).extracting(LogRecord::timeMicros).containsOnly(1_700_000_000_123_456L);
    }

    @Test
    void groupsEndAtTheirLimitOfLinesAndOfBytes() {
        LineEntries lines = new LineEntries(entries("aa", "bb", "", "dddd", "e"), ALL);

        assertThat(lines.take(2, ALL).body()).asString().isEqualTo("aa\nbb\n");
        assertThat(lines.take(9, 2).body()).asString().isEqualTo("\ndddd\n");
        assertThat(lines.hasNext()).isTrue();
        assertThat(lines.take(9, 2).body()).asString().isEqualTo("e\n");
        assertThat(lines.hasNext()).isFalse();
    }

    @Test
    void longLinesAreCutAndMarked() {
        LineEntries.Lines taken =
                new LineEntries(entries("123", "1234", "12345678", "1"), 3).take(9, ALL);

        assertThat(taken.body()).asString().isEqualTo("123\n123\n123\n1\n");
        assertThat(taken.truncated().stream()).containsExactly(1, 2);
    }

    @Test
    void binIsALineToo() {
        EntryRange entry =
                packed(
                        packer -> {
                            packer.packArrayHeader(2).packNil().packMapHeader(1);
                            packer.packString("message")
                                    .packBinaryHeader(1)
                                    .addPayload(new byte[] {'x'});
                        });

        assertThat(new LineEntries(entry, ALL).take(1, ALL).body()).asString().isEqualTo("x\n");
    }

    @Test
    void otherRecordsAreRefused() {
        refused(
                "a record of the key message alone",
                packer ->
                        packer.packArrayHeader(2)
                                .packNil()
                                .packMapHeader(1)
                                .packString("log")
                                .packString("x"));
        refused(
                "a record of the key message alone",
                packer ->
                        packer.packArrayHeader(2)
                                .packNil()
                                .packMapHeader(2)
                                .packString("message")
                                .packString("x")
                                .packString("level")
                                .packString("x"));
        refused(
                "a record of the key message alone",
                packer -> packer.packArrayHeader(2).packNil().packMapHeader(0));
        refused(
                "an entry without metadata",
                packer ->
                        packer.packArrayHeader(2)
                                .packArrayHeader(2)
                                .packNil()
                                .packMapHeader(0)
                                .packMapHeader(1)
                                .packString("message")
                                .packString("x"));
        refused(
                "expected a line at",
                packer ->
                        packer.packArrayHeader(2)
                                .packNil()
                                .packMapHeader(1)
                                .packString("message")
                                .packInt(1));
    }

    private static void refused(String why, Packed.Packing packing) {
        assertThatThrownBy(() -> new LineEntries(packed(packing), ALL).take(1, ALL))
                .isInstanceOf(ForwardException.class)
                .hasMessageContaining(why);
    }

    @Test
    void oneBitFlippedInTheEntriesIsRefused() {
        byte[] frame = frame(0, List.of("first line".getBytes(UTF_8), "second".getBytes(UTF_8)));
        int entries =
                new String(frame, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("first");

        frame[entries] ^= 1;

        assertThatThrownBy(() -> ForwardCodecTest.events(frame))
                .isInstanceOf(ForwardException.class)
                .hasMessageStartingWith("option crc32c: expected ");
    }
}
