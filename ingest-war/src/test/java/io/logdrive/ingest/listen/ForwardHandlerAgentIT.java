package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an acknowledged agent sends, over real sockets. */
class ForwardHandlerAgentIT {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final int CHUNK_LINES_MAX = 100;
    private static final String JSON =
            "{\"time\":\"2026-11-21T08:23:47.052567Z\",\"level\":\"WARN\",\"service\":\"db\","
                    + "\"host\":\"h-1\",\"message\":\"slow\",\"latency\":9}";

    private final IntakeFixture intake = new IntakeFixture();

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private static byte[] frame(long first, List<String> lines) {
        LineChunkEncoder encoder =
                new LineChunkEncoder(new Origin(ID, OriginKind.AGENT, "", "web-1", "drill"));
        byte[] target =
                new byte
                        [encoder.frameBytes()
                                + lines.stream()
                                        .mapToInt(l -> l.length() + LineChunkEncoder.ENTRY_BYTES)
                                        .sum()];
        encoder.begin(target, 1_700_000_000_000_000L);
        for (String line : lines) {
            byte[] bytes = line.getBytes(UTF_8);
            System.arraycopy(bytes, 0, target, encoder.lineStart(), bytes.length);
            encoder.lineEnd(encoder.lineStart() + bytes.length);
        }
        return Arrays.copyOf(target, encoder.finish(first));
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    private static void assertAcknowledged(Socket socket, long first) throws IOException {
        byte[] expected = ForwardCodec.encodeAck(ChunkName.of(ID, first));
        assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
    }

    @Test
    void chunkIsTheSequencesOfItsNameWhoseOriginItDescribes() throws IOException {
        Socket socket = intake.connect();

        socket.getOutputStream().write(frame(17, List.of("a", "", JSON)));
        assertAcknowledged(socket, 17);

        Chunk chunk = intake.queue.chunks().get(0);
        assertThat(chunk.origin())
                .isEqualTo(
                        new Origin(
                                ID,
                                OriginKind.AGENT,
                                "127.0.0.1:" + socket.getLocalPort(),
                                "web-1",
                                "drill"));
        assertThat(chunk.first()).isEqualTo(17);
        assertThat(chunk.lines()).isEqualTo(3);
        assertThat(chunk.format()).isEqualTo(Chunk.Format.LINES);
        assertThat(chunk.body()).asString().isEqualTo("a\n\n" + JSON + "\n");
    }

    @Test
    void lineBecomesTheSameRecordAsOverThePlainWire() throws IOException {
        List<String> lines =
                List.of(JSON, "2026-11-21 08:10:38,123 WARN disk is slow", "text\r", "", "{broken");
        Socket acknowledged = intake.connect();
        acknowledged.getOutputStream().write(frame(0, lines));
        assertAcknowledged(acknowledged, 0);
        Socket plain = intake.connect();
        plain.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(UTF_8));
        plain.shutdownOutput();
        IntakeFixture.assertClosedInOrder(plain);

        List<LogRecord> first = records(intake.queue.chunks().subList(0, 1));
        List<LogRecord> second =
                records(intake.queue.chunks().subList(1, intake.queue.chunks().size()));

        assertThat(first).hasSize(5).isEqualTo(second);
        assertThat(first.get(0).service()).isEqualTo("db");
    }

    private static List<LogRecord> records(List<Chunk> chunks) {
        List<LogRecord> records = new ArrayList<>();
        for (Chunk chunk : chunks) {
            Chunk at =
                    new Chunk(
                            chunk.origin(),
                            chunk.first(),
                            chunk.lines(),
                            1_700_000_000_000_000L,
                            chunk.format(),
                            chunk.body(),
                            chunk.truncated());
            new ChunkParser().parse(at, records::add);
        }
        return records;
    }

    @Test
    void resendsCutDifferentlyAreTheSameSequences() throws IOException {
        Socket first = intake.connect();
        first.getOutputStream().write(frame(0, numbered(0, 40)));
        assertAcknowledged(first, 0);
        first.getOutputStream().write(frame(40, numbered(40, 90)));
        assertAcknowledged(first, 40);
        first.close();

        Socket second = intake.connect();
        second.getOutputStream().write(frame(25, numbered(25, 60)));
        assertAcknowledged(second, 25);
        second.getOutputStream().write(frame(60, numbered(60, 360)));
        assertAcknowledged(second, 60);

        for (Chunk chunk : intake.queue.chunks()) {
            int from = (int) chunk.first();
            assertThat(chunk.origin().id()).isEqualTo(ID);
            assertThat(chunk.body())
                    .asString()
                    .isEqualTo(String.join("\n", numbered(from, from + chunk.lines())) + "\n");
        }
        assertThat(intake.queue.chunks())
                .extracting(Chunk::first)
                .containsExactly(0L, 40L, 25L, 60L, 160L, 260L);
    }

    @Test
    void frameOfSeveralChunksIsAcknowledgedOnceAndOnlyWhenAllAreOnDisk() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();

        socket.getOutputStream().write(frame(5, numbered(5, 255)));
        await().until(() -> intake.queue.unconfirmed() == 3);
        assertThat(socket.getInputStream().available()).isZero();
        assertThat(intake.queue.chunks())
                .extracting(Chunk::lines)
                .containsExactly(CHUNK_LINES_MAX, CHUNK_LINES_MAX, 50);
        intake.queue.confirmAll();
        assertAcknowledged(socket, 5);

        socket.getOutputStream().write(ForwardCodec.encodeHeartbeat());
        assertThat(socket.getInputStream().read()).as("no second answer").isEqualTo(0xc0);
    }

    @Test
    void tooLongLineIsCutAndFlaggedAndItsNeighboursAreWhole() throws IOException {
        int max = 1 << 20;
        Socket socket = intake.connect();

        socket.getOutputStream()
                .write(frame(0, List.of("a", "x".repeat(max), "y".repeat(max + 1), "b")));
        assertAcknowledged(socket, 0);

        List<String> lines = new ArrayList<>();
        BitSet truncated = new BitSet();
        for (Chunk chunk : intake.queue.chunks()) {
            chunk.truncated().stream().forEach(i -> truncated.set((int) chunk.first() + i));
            lines.addAll(new String(chunk.body(), UTF_8).lines().toList());
        }
        assertThat(lines).containsExactly("a", "x".repeat(max), "y".repeat(max), "b");
        assertThat(truncated.stream()).containsExactly(2);
    }

    @Test
    void sequencesBeyondTheLastOneAreRefused() throws IOException {
        Socket socket = intake.connect();
        socket.getOutputStream().write(frame(Long.MAX_VALUE - 2, List.of("a", "b")));
        assertAcknowledged(socket, Long.MAX_VALUE - 2);

        socket.getOutputStream().write(frame(Long.MAX_VALUE - 2, List.of("a", "b", "c")));

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.lines()).isEqualTo(2);
        assertThat(intake.log())
                .anyMatch(
                        line ->
                                line.contains(
                                        "expected sequences below 9223372036854775807, found 3"
                                                + " from 9223372036854775805 on"));
    }

    @Test
    void damagedChunkIsRefusedWholeAndNothingOfItTaken() throws IOException {
        byte[] damaged = frame(0, numbered(0, 300));
        damaged[100] ^= 4;
        Socket socket = intake.connect();

        socket.getOutputStream().write(damaged);

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log()).anyMatch(line -> line.contains("option crc32c: expected"));
    }
}
