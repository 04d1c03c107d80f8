package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.ForwardMessage.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The golden bytes and the figures of PROTOCOL.md are what the code reads and writes. */
class ProtocolDocTest {
    private static final String CHUNK = "p8n9gmxTQVC8/nh2wlKKeQ==";
    private static final long RECEIVED = 1_700_000_000_200_000L;
    private static final LogRecord LEAST =
            new LogRecord(
                    1_700_000_000_123_456L,
                    RECEIVED,
                    null,
                    null,
                    null,
                    "hello",
                    List.of(),
                    null,
                    0);
    private static final LogRecord FULL =
            new LogRecord(
                    1_700_000_000_123_456L,
                    RECEIVED,
                    Level.ERROR,
                    "payment",
                    "web-1",
                    "upstream timed out",
                    List.of("slow", "pay"),
                    "{\"user\":\"u42\",\"status\":504}",
                    RecordFlags.TRUNCATED);

    private static String doc;
    private static final Map<String, byte[]> GOLDEN = new TreeMap<>();

    @BeforeAll
    static void readDoc() throws IOException {
        doc = Files.readString(Path.of("PROTOCOL.md"));
        Matcher blocks = Pattern.compile("(?ms)^```hex (\\S+)$(.*?)^```$").matcher(doc);
        while (blocks.find()) {
            GOLDEN.put(blocks.group(1), Packed.hex(blocks.group(2)));
        }
    }

    private static byte[] golden(String name) {
        return Objects.requireNonNull(GOLDEN.get(name), name).clone();
    }

    private static void assertEvents(
            String name, Mode mode, @Nullable String chunk, LogRecord... expected) {
        Events events = ForwardCodecTest.events(golden(name));
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder().decodeForeign(events.entries(), RECEIVED, records::add);

        assertThat(events.mode()).isEqualTo(mode);
        assertThat(events.tag()).isEqualTo("app");
        assertThat(events.chunk()).isEqualTo(chunk);
        assertThat(records).containsExactly(expected);
    }

    private static LogRecord foreign(long micros, @Nullable Level level, String body) {
        return new LogRecord(micros, RECEIVED, level, null, null, body, List.of(), null, 0);
    }

    @Test
    void everyBlockIsTestedHere() {
        assertThat(GOLDEN.keySet())
                .containsExactly(
                        "ack",
                        "agent-chunk",
                        "agent-chunk-attributes",
                        "agent-chunk-filtered",
                        "agent-chunk-filtered-alone",
                        "agent-chunk-gzip",
                        "agent-chunk-lines",
                        "agent-chunk-truncated",
                        "batch",
                        "compressed-packed-forward",
                        "entry-full",
                        "entry-least",
                        "fluent-bit",
                        "forward",
                        "heartbeat",
                        "helo",
                        "message",
                        "packed-forward",
                        "ping",
                        "pong");
    }

    @Test
    void framesOfEveryModeAreRead() {
        LogRecord up = foreign(1_700_000_000_000_000L, null, "up");

        assertEvents("message", Mode.MESSAGE, CHUNK, up);
        assertEvents(
                "forward",
                Mode.FORWARD,
                null,
                foreign(1_700_000_000_123_456L, Level.WARN, "slow"),
                foreign(1_700_000_001_000_000L, null, "ok"));
        assertEvents("packed-forward", Mode.PACKED_FORWARD, CHUNK, up);
        assertEvents("compressed-packed-forward", Mode.COMPRESSED_PACKED_FORWARD, null, up);
        assertEvents("fluent-bit", Mode.PACKED_FORWARD, null, up);
    }

    @Test
    void answersAreWrittenAndRead() {
        byte[] ack = golden("ack");

        assertThat(ForwardCodec.encodeAck(CHUNK)).isEqualTo(ack);
        assertThat(new ForwardCodec(ForwardLimits.defaults()).decodeAck(ack, 0, ack.length))
                .isEqualTo(CHUNK);
        assertThat(ForwardCodec.encodeHeartbeat()).isEqualTo(golden("heartbeat"));
    }

    @Test
    void handshakeIsWritten() {
        byte[] nonce = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] salt = "101112131415161718191a1b1c1d1e1f".getBytes(StandardCharsets.US_ASCII);
        String client = HandshakeCodec.keyDigest(salt, "agent.web-1", nonce, "swordfish");
        String server = HandshakeCodec.keyDigest(salt, "web-1", nonce, "swordfish");

        assertThat(HandshakeCodec.encode(new HandshakeCodec.Helo(nonce, new byte[0], true)))
                .isEqualTo(golden("helo"));
        assertThat(
                        HandshakeCodec.encode(
                                new HandshakeCodec.Ping("agent.web-1", salt, client, "", "")))
                .isEqualTo(golden("ping"));
        assertThat(HandshakeCodec.encode(new HandshakeCodec.Pong(true, "", "web-1", server)))
                .isEqualTo(golden("pong"));
    }

    @Test
    void batchEntriesAreWrittenAndRead() {
        assertEntry("entry-least", LEAST);
        assertEntry("entry-full", FULL);
    }

    private static void assertEntry(String name, LogRecord expected) {
        byte[] entry = golden(name);
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(expected);
        EntryRange taken = encoder.take();
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder()
                .decodeBatch(
                        new EntryRange(entry, 0, entry.length, 1),
                        read -> records.add(read.decoded()));

        assertThat(Arrays.copyOf(taken.bytes(), taken.length())).isEqualTo(entry);
        assertThat(records).containsExactly(expected);
    }

    @Test
    void batchesAreWrittenAndRead() {
        UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        List<LedgerRun> ledger =
                List.of(
                        new LedgerRun(id, 17, 1, Outcome.STORED),
                        new LedgerRun(id, 18, 2, Outcome.FILTERED));
        List<Origin> origins =
                List.of(new Origin(id, OriginKind.LINES, "127.0.0.1:40000", "web-1", ""));
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(LEAST);

        byte[] frame =
                ForwardCodec.encodeBatch(
                        "logdrive", ChunkName.of(id, 17), encoder.take(), ledger, origins);
        Events events = ForwardCodecTest.events(golden("batch"));
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder().decodeBatch(events.entries(), read -> records.add(read.decoded()));

        assertThat(frame).isEqualTo(golden("batch"));
        assertThat(events.chunk()).isEqualTo("00112233-4455-6677-8899-aabbccddeeff:17");
        assertThat(events.ledger()).isEqualTo(ledger);
        assertThat(events.origins()).isEqualTo(origins);
        assertThat(records).containsExactly(LEAST);
    }

    @Test
    void agentsChunksAreWrittenAndRead() {
        UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        Origin origin = new Origin(id, OriginKind.AGENT, "", "web-1", "");
        byte[] line = "{\"level\":\"INFO\"}".getBytes(StandardCharsets.UTF_8);
        byte[] target = new byte[1_000];
        LineChunkEncoder encoder = new LineChunkEncoder(origin);

        encoder.begin(target, 1_700_000_000_123_456L);
        System.arraycopy(line, 0, target, encoder.lineStart(), line.length);
        encoder.lineEnd(encoder.lineStart() + line.length);
        byte[] frame = Arrays.copyOf(target, encoder.finish(7));
        Events events = ForwardCodecTest.events(golden("agent-chunk"));
        LineEntries.Lines lines = new LineEntries(events.entries(), 100).take(10, 100);

        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo(HexFormat.of().formatHex(golden("agent-chunk")));
        assertThat(events.mode()).isEqualTo(Mode.PACKED_FORWARD);
        assertThat(events.lines()).isTrue();
        assertThat(ChunkName.parse(Objects.requireNonNull(events.chunk())))
                .isEqualTo(new ChunkName.Sequence(id, 7));
        assertThat(events.origins()).containsExactly(origin);
        assertThat(lines.body()).asString().isEqualTo("{\"level\":\"INFO\"}\n");
        assertThat(lines.count()).isEqualTo(1);
    }

    @Test
    void whatAnAgentSaysOfItsLinesIsWrittenAndRead() {
        assertChunk(
                "agent-chunk-truncated", AgentFrames.NONE, new int[] {1}, "", "whole", "cut he");
        assertChunk("agent-chunk-filtered", AgentFrames.NONE, new int[0], "1-2,4-303", "a", "b");
        assertChunk("agent-chunk-filtered-alone", AgentFrames.NONE, new int[0], "0-999");
        assertChunk("agent-chunk-attributes", AgentFrames.PAY, new int[0], "", "a");
        assertChunk("agent-chunk-lines", AgentFrames.NONE, new int[0], "", "boom\n\tat A", "up");
    }

    private static void assertChunk(
            String name,
            LineAttributes attributes,
            int[] truncated,
            String filtered,
            String... lines) {
        byte[] frame = AgentFrames.frame(7, attributes, truncated, filtered, lines);
        Events events = ForwardCodecTest.events(golden(name));

        assertThat(HexFormat.of().formatHex(frame))
                .as(name)
                .isEqualTo(HexFormat.of().formatHex(golden(name)));
        assertThat(events.mode()).isEqualTo(Mode.PACKED_FORWARD);
        assertThat(events.chunk()).isEqualTo(ChunkName.of(AgentFrames.ORIGIN.id(), 7));
        assertThat(events.marks().truncated().stream().toArray()).isEqualTo(truncated);
        assertThat(events.marks().filtered()).hasToString(filtered);
        assertThat(events.marks().attributes()).isEqualTo(attributes);
        assertThat(AgentFrames.lines(events)).containsExactly(lines);
    }

    @Test
    void aCompressedAgentsChunkIsRead() {
        Events events = ForwardCodecTest.events(golden("agent-chunk-gzip"));

        assertThat(events.mode()).isEqualTo(Mode.COMPRESSED_PACKED_FORWARD);
        assertThat(events.marks().truncated().stream()).containsExactly(0);
        assertThat(events.marks().filtered()).hasToString("0");
        assertThat(events.marks().attributes()).isEqualTo(AgentFrames.PAY);
        assertThat(AgentFrames.lines(events)).containsExactly("boom\n\tat A", "up");
    }

    @Test
    void everyGoldenFrameSurvivesBeingCutAnywhere() {
        for (String name : GOLDEN.keySet()) {
            if (name.startsWith("entry-")) {
                continue;
            }
            byte[] frame = golden(name);
            for (int cut = 0; cut < frame.length; cut++) {
                FrameScanner scanner = new FrameScanner(ForwardLimits.defaults());

                assertThat(scanner.scan(ByteBuffer.wrap(frame, 0, cut))).isFalse();
                assertThat(scanner.scan(ByteBuffer.wrap(frame, cut, frame.length - cut))).isTrue();
            }
        }
    }

    @Test
    void boundsAndNamesAreThoseOfTheCode() {
        ForwardLimits limits = ForwardLimits.defaults();

        assertThat(doc)
                .contains("| `frameBytesMax` | " + limits.frameBytesMax() + " |")
                .contains("| `inflatedBytesMax` | " + limits.inflatedBytesMax() + " |")
                .contains("| `entriesMax` | " + limits.entriesMax() + " |")
                .contains("| `depthMax` | " + limits.depthMax() + " |")
                .contains(LineChunkEncoder.FRAME_BYTES_MAX + " bytes of a frame, as it comes")
                .contains("and " + LineChunkEncoder.LINES_MAX + " entries")
                .contains("At most " + LineMarks.SEQUENCES_MAX + " sequences are in a frame")
                .contains("array of str, " + LineAttributes.TAGS_MAX + " at most")
                .contains("str to str, " + LineAttributes.FIELDS_MAX + " at most")
                .contains("have at most " + LineAttributes.BYTES_MAX + " bytes")
                .contains("The chunk `" + CHUNK + "` is the origin `" + ChunkName.originOf(CHUNK));
        for (Level level : Level.values()) {
            assertThat(doc).contains("`" + level.name() + "`");
        }
        for (Outcome outcome : Outcome.values()) {
            assertThat(doc).contains("`" + outcome.word() + "`");
        }
        for (OriginKind kind : OriginKind.values()) {
            assertThat(doc).contains("`" + kind.word() + "`");
        }
    }

    @Test
    void namesInTheTableOfRolesHaveTheirRole() {
        assertRoles("level", FieldRole.LEVEL);
        assertRoles("service", FieldRole.SERVICE);
        assertRoles("host", FieldRole.HOST);
        assertRoles("message", FieldRole.MESSAGE);
    }

    private static void assertRoles(String row, FieldRole role) {
        Matcher line =
                Pattern.compile("(?m)^\\| " + row + " \\| the first text.*? under (.*)$")
                        .matcher(doc);
        assertThat(line.find()).as(row).isTrue();
        Matcher names = Pattern.compile("`([^`]+)`").matcher(line.group(1));
        int count = 0;
        while (names.find()) {
            assertThat(FieldRole.of(names.group(1))).as(names.group(1)).isEqualTo(role);
            count++;
        }
        assertThat(count).isGreaterThan(2);
    }
}
