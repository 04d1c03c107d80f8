package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.MarkedLines;
import io.logdrive.ingest.MarkedLines.Line;
import io.logdrive.ingest.Seeds;
import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.RecordFlags;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an agent that follows files says of its lines, over real sockets. */
class MarkedLinesIT {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final Origin ORIGIN = new Origin(ID, OriginKind.AGENT, "", "web-1", "follow");

    private final IntakeFixture intake = new IntakeFixture();

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private static byte[] frame(
            long first, LineAttributes attributes, Consumer<LineChunkEncoder> content) {
        LineChunkEncoder encoder = new LineChunkEncoder(ORIGIN, attributes);
        byte[] target = new byte[1 << 20];
        encoder.begin(target, 1_700_000_000_000_000L);
        content.accept(encoder);
        return Arrays.copyOf(target, encoder.finish(first));
    }

    /** Lines of that many bytes, all of them zero. */
    private static void lines(LineChunkEncoder encoder, int count, int bytes) {
        for (int i = 0; i < count; i++) {
            encoder.lineEnd(encoder.lineStart() + bytes);
        }
    }

    private static void assertAcknowledged(Socket socket, long first) throws IOException {
        byte[] expected = ForwardCodec.encodeAck(ChunkName.of(ID, first));
        assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
    }

    @Test
    void everySequenceHasItsLineOrNone() throws IOException {
        long seed = Seeds.next();
        MarkedLines sent = new MarkedLines(new Random(seed));
        Socket socket = intake.connect();
        for (int i = 0; i < 60; i++) {
            MarkedLines.Frame frame = sent.next(400);
            socket.getOutputStream().write(frame.bytes());
            assertThat(socket.getInputStream().readNBytes(frame.answer().length))
                    .as("seed %d", seed)
                    .isEqualTo(frame.answer());
        }

        List<Line> found = new ArrayList<>();
        for (Chunk chunk : intake.queue.chunks()) {
            assertThat(chunk.first()).as("seed %d", seed).isEqualTo(found.size());
            assertThat(chunk.kept()).isLessThanOrEqualTo(100);
            found.addAll(linesOf(chunk));
        }
        assertThat(found).as("seed %d", seed).isEqualTo(sent.lines());
        assertThat(intake.count("lines")).isEqualTo(found.size());
        assertThat(intake.count("filtered.lines")).isEqualTo(sent.filtered());
    }

    private static List<Line> linesOf(Chunk chunk) {
        List<LogRecord> records = new ArrayList<>();
        new ChunkParser().parse(chunk, records::add);
        List<Line> lines = new ArrayList<>();
        for (LogRecord record : records) {
            assertThat(record.service()).isEqualTo("pay");
            assertThat(record.tags()).containsExactly("eu");
            assertThat(record.fields()).isEqualTo("{\"path\":\"/var/log/pay.log\"}");
            boolean truncated = (record.flags() & RecordFlags.TRUNCATED) != 0;
            lines.add(new Line(record.body(), truncated));
        }
        FilteredRuns filtered = chunk.marks().filtered();
        for (int run = 0; run < filtered.runs(); run++) {
            for (int i = 0; i < filtered.count(run); i++) {
                lines.add(filtered.at(run), new Line(null, false));
            }
        }
        assertThat(lines).hasSize(chunk.lines());
        return lines;
    }

    @Test
    void linesWithoutNewlinesStayAsTheyCame() throws IOException {
        Socket socket = intake.connect();

        socket.getOutputStream()
                .write(
                        frame(
                                0,
                                MarkedLines.ATTRIBUTES,
                                encoder -> {
                                    encoder.filtered(1);
                                    lines(encoder, 3, 0);
                                    encoder.truncated();
                                }));
        assertAcknowledged(socket, 0);

        Chunk chunk = intake.queue.chunks().get(0);
        assertThat(chunk.format()).isEqualTo(Chunk.Format.LINES);
        assertThat(chunk.body()).asString(UTF_8).isEqualTo("\n\n\n");
        assertThat(chunk.truncated().stream()).containsExactly(2);
        assertThat(chunk.marks().attributes()).isEqualTo(MarkedLines.ATTRIBUTES);
    }

    @Test
    void filteredSequencesAloneAreAcknowledgedWhenTheyAreOnDisk() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();

        socket.getOutputStream()
                .write(frame(7, LineAttributes.NONE, encoder -> encoder.filtered(1_000_000)));
        await().until(() -> intake.queue.unconfirmed() == 1);
        assertThat(socket.getInputStream().available()).isZero();
        intake.queue.confirmAll();
        assertAcknowledged(socket, 7);

        Chunk chunk = intake.queue.chunks().get(0);
        assertThat(chunk.lines()).isEqualTo(1_000_000);
        assertThat(chunk.kept()).isZero();
        assertThat(chunk.marks().filtered()).hasToString("0-999999");
        assertThat(chunk.memoryBytes()).as("counts although it has no line").isGreaterThan(256);
    }

    @Test
    void sequencesBeyondTheLastOneAreRefusedAlsoWithoutALine() throws IOException {
        Socket socket = intake.connect();

        socket.getOutputStream()
                .write(
                        frame(
                                Long.MAX_VALUE - 2,
                                LineAttributes.NONE,
                                encoder -> encoder.filtered(3)));

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.chunks()).isEmpty();
    }

    @Test
    void shortLinesWithManyAttributesBecomeMoreChunks() throws IOException {
        LineAttributes large = new LineAttributes("x".repeat(8_000), null, List.of(), Map.of());
        Socket socket = intake.connect();

        socket.getOutputStream().write(frame(0, large, encoder -> lines(encoder, 200, 0)));
        assertAcknowledged(socket, 0);

        assertThat(intake.queue.chunks()).extracting(Chunk::lines).containsExactly(65, 65, 65, 5);
    }

    @Test
    void marksThatBreakTheirRulesAreRefusedAndNothingIsTaken() throws IOException {
        byte[] frame =
                frame(
                        0,
                        LineAttributes.NONE,
                        encoder -> {
                            lines(encoder, 250, 1);
                            encoder.filtered(5);
                        });
        int filtered = new String(frame, ISO_8859_1).indexOf("filtered");
        // From where on the only run begins: 250 as cd 00 fa.
        frame[filtered + 8 + 5 + 3] = (byte) 0xfb;
        Socket socket = intake.connect();

        socket.getOutputStream().write(frame);

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log())
                .anyMatch(line -> line.contains("expected a filtered run from 0 to 250 on at"));
    }

    @Test
    void aCompressedFrameThatGrowsTooLargeIsRefused() throws IOException {
        LineChunkEncoder encoder = new LineChunkEncoder(ORIGIN);
        byte[] target = new byte[LineChunkEncoder.FRAME_BYTES_MAX + 10_000];
        encoder.begin(target, 1_700_000_000_000_000L);
        encoder.lineEnd(encoder.lineStart() + LineChunkEncoder.FRAME_BYTES_MAX);
        byte[] frame = encoder.finishGzip(0);
        Socket socket = intake.connect();

        assertThat(frame.length).isLessThan(100_000);
        socket.getOutputStream().write(frame);

        IntakeFixture.assertReset(socket);
        assertThat(intake.log())
                .anyMatch(line -> line.contains("expected at most 8388608 bytes inflated"));
    }
}
