package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.Seeds;
import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.OriginKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class ForwardIntakeIT {
    private static final long SECONDS = 1_700_000_000;

    private final IntakeFixture intake = new IntakeFixture();

    /** How entries are carried. */
    private enum Mode {
        MESSAGE(1),
        FORWARD(3),
        PACKED_FORWARD(3),
        COMPRESSED_PACKED_FORWARD(3);

        private final int entries;

        Mode(int entries) {
            this.entries = entries;
        }
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgesAChunkOnlyOnceItIsOnDisk(Mode mode) throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();
        byte[] expected = ForwardCodec.encodeAck("chunk-1");

        socket.getOutputStream().write(frame(mode, "chunk-1"));
        await().until(() -> intake.queue.unconfirmed() == 1);
        assertThat(socket.getInputStream().available()).isZero();
        intake.queue.confirmAll();

        assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        Chunk chunk = intake.queue.chunks().get(0);
        assertThat(chunk.origin().id()).isEqualTo(ChunkName.originOf("chunk-1"));
        assertThat(chunk.origin().kind()).isEqualTo(OriginKind.FORWARD_CHUNK);
        assertThat(chunk.first()).isZero();
        assertThat(bodies(chunk)).hasSize(mode.entries).startsWith("m0");
    }

    @ParameterizedTest
    @EnumSource
    void takesMessagesWithoutAChunkAsLinesOfTheConnection(Mode mode) throws IOException {
        Socket socket = intake.connect();

        socket.getOutputStream().write(frame(mode, null));
        socket.getOutputStream().write(frame(mode, null));
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        List<Chunk> chunks = intake.queue.chunks();
        assertThat(chunks).extracting(Chunk::first).containsExactly(0L, (long) mode.entries);
        assertThat(chunks)
                .extracting(chunk -> chunk.origin().kind())
                .containsOnly(OriginKind.FORWARD);
        assertThat(chunks.get(0).origin()).isEqualTo(chunks.get(1).origin());
    }

    @Test
    void acknowledgesEveryChunkBeforeItClosesBehindASenderThatHasFinished() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            socket.getOutputStream().write(frame(Mode.FORWARD, "chunk-" + i));
            expected.write(ForwardCodec.encodeAck("chunk-" + i));
        }
        socket.shutdownOutput();
        await().until(() -> intake.queue.unconfirmed() == 50);

        intake.queue.confirmAll();

        assertThat(socket.getInputStream().readAllBytes()).isEqualTo(expected.toByteArray());
    }

    @Test
    void readsAFrameThatComesByteByByte() throws IOException {
        Socket socket = intake.connect();
        socket.setTcpNoDelay(true);
        byte[] expected = ForwardCodec.encodeAck("slow");

        for (byte b : frame(Mode.PACKED_FORWARD, "slow")) {
            socket.getOutputStream().write(b);
        }

        assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        assertThat(intake.server.connections().get(0).protocol()).isEqualTo("forward");
    }

    @Test
    void readsLinesThatComeByteByByte() throws IOException {
        Socket socket = intake.connect();
        socket.setTcpNoDelay(true);

        for (byte b : "\u0700 syriac\nb".getBytes(UTF_8)) {
            socket.getOutputStream().write(b);
        }
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(intake.queue.text()).isEqualTo("\u0700 syriac\nb");
    }

    @Test
    void readsSeveralFramesOutOfOneRead() throws IOException {
        Socket socket = intake.connect();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            frames.write(frame(Mode.MESSAGE, null));
        }

        socket.getOutputStream().write(frames.toByteArray());
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(intake.queue.chunks()).hasSize(300);
    }

    @Test
    void answersHeartbeats() throws IOException {
        Socket socket = intake.connect();

        socket.getOutputStream().write(new byte[] {(byte) 0xc0, (byte) 0xc0});

        assertThat(socket.getInputStream().readNBytes(2)).containsExactly((byte) 0xc0, (byte) 0xc0);
        assertThat(intake.queue.chunks()).isEmpty();
    }

    @Test
    void acknowledgesAMessageWithoutEntriesAtOnce() throws IOException {
        Socket socket = intake.connect();
        byte[] expected = ForwardCodec.encodeAck("empty");
        MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
        packer.packArrayHeader(3).packString("tag").packArrayHeader(0).packMapHeader(1);
        packer.packString("chunk").packString("empty");

        socket.getOutputStream().write(packer.toByteArray());

        assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        assertThat(intake.queue.chunks()).isEmpty();
    }

    @Test
    void doesNotReadASenderThatDoesNotReadItsAnswers() throws IOException {
        ByteBuffer beats = ByteBuffer.allocate(1 << 16);
        Arrays.fill(beats.array(), (byte) 0xc0);
        long written = 0;
        try (SocketChannel channel = SocketChannel.open(intake.address());
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE);
            // What the kernel's buffers take is some megabytes; without the bound it has no end.
            while (selector.select(500) > 0 && written < 256 << 20) {
                selector.selectedKeys().clear();
                written += channel.write(beats.duplicate());
            }
        }

        assertThat(written).isLessThan(256 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93a174db7fffffff",
                "93a174dd7fffffff",
                "93a174c6ffffffff",
                "92a174dbffffffff",
                "93c1",
                "90",
                "9180",
                "92a17480",
                "c0c0ff"
            })
    void closesAConnectionThatBreaksTheProtocolSaysWhyAndLeavesOthersAlone(String hex)
            throws IOException {
        Socket other = intake.connect();
        other.getOutputStream().write("other ".getBytes(UTF_8));
        Socket socket = intake.connect();

        socket.getOutputStream().write(HexFormat.of().parseHex(hex));

        drainUntilReset(socket);
        await().untilAsserted(
                        () ->
                                assertThat(intake.log())
                                        .anyMatch(
                                                line ->
                                                        line.startsWith("connection-failed")
                                                                && line.contains("reason=protocol")
                                                                && line.contains("expected")));
        other.getOutputStream().write("line\n".getBytes(UTF_8));
        other.shutdownOutput();
        IntakeFixture.assertClosedInOrder(other);
        assertThat(intake.queue.text()).isEqualTo("other line\n");
    }

    @Test
    void closesAConnectionThatEndsInsideAFrame() throws IOException {
        Socket socket = intake.connect();
        byte[] frame = frame(Mode.FORWARD, "half");

        socket.getOutputStream().write(frame, 0, frame.length / 2);
        socket.shutdownOutput();

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log())
                .anyMatch(
                        line ->
                                line.contains(
                                        "frame: expected its end, found the end of input after "
                                                + frame.length / 2
                                                + " bytes"));
    }

    @Test
    void survivesRandomBytesOnManyConnections() throws IOException {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        Socket steady = intake.connect();
        steady.getOutputStream().write("steady\n".getBytes(UTF_8));

        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(noise);
            noise[0] = (byte) (0x90 + random.nextInt(16));
            try (Socket socket = intake.connect()) {
                socket.getOutputStream().write(noise);
            } catch (IOException e) {
                // It was closed while we were still writing.
                assertThat(e).as("seed %d", seed).hasMessageMatching(".*(reset|pipe).*");
            }
        }
        steady.shutdownOutput();

        IntakeFixture.assertClosedInOrder(steady);
        assertThat(intake.queue.chunks())
                .as("seed %d", seed)
                .filteredOn(chunk -> chunk.format() == Chunk.Format.LINES)
                .hasSize(1);
    }

    private static void drainUntilReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    private static List<String> bodies(Chunk chunk) {
        List<String> bodies = new ArrayList<>();
        new ChunkParser().parse(chunk, (LogRecord parsed) -> bodies.add(parsed.body()));
        return bodies;
    }

    private static byte[] frame(Mode mode, @Nullable String chunk) throws IOException {
        MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
        packer.packArrayHeader(mode == Mode.MESSAGE ? 4 : 3).packString("tag");
        switch (mode) {
            case MESSAGE -> {
                packer.packLong(SECONDS);
                packRecord(packer, 0);
            }
            case FORWARD -> {
                packer.packArrayHeader(mode.entries);
                packer.writePayload(entries(mode.entries));
            }
            default -> {
                byte[] entries = entries(mode.entries);
                byte[] packed = mode == Mode.PACKED_FORWARD ? entries : gzip(entries);
                packer.packBinaryHeader(packed.length).writePayload(packed);
            }
        }
        boolean gzip = mode == Mode.COMPRESSED_PACKED_FORWARD;
        packer.packMapHeader((chunk == null ? 0 : 1) + (gzip ? 1 : 0));
        if (chunk != null) {
            packer.packString("chunk").packString(chunk);
        }
        if (gzip) {
            packer.packString("compressed").packString("gzip");
        }
        return packer.toByteArray();
    }

    private static byte[] entries(int count) throws IOException {
        MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
        for (int i = 0; i < count; i++) {
            packer.packArrayHeader(2).packLong(SECONDS);
            packRecord(packer, i);
        }
        return packer.toByteArray();
    }

    private static void packRecord(MessageBufferPacker packer, int number) throws IOException {
        packer.packMapHeader(1).packString("message").packString("m" + number);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
