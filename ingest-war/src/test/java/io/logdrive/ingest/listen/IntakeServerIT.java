package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeServerIT {
    private static final int LINE_BYTES = 1_000;

    /** What one turn of an event loop may read: 16 reads of at most 64 KiB. */
    private static final int READ_BYTES_MAX = 16 * (64 << 10);

    private IntakeFixture intake = new IntakeFixture();

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void makesChunksOfTheLinesOfAConnection() throws IOException {
        Socket socket = intake.connect();

        write(socket, "a\nb\n");
        await().until(() -> intake.queue.lines() == 2);
        write(socket, "c");
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(intake.queue.text()).isEqualTo("a\nb\nc");
        List<Chunk> chunks = intake.queue.chunks();
        assertThat(chunks).extracting(Chunk::first).containsExactly(0L, 2L);
        assertThat(chunks).extracting(Chunk::format).containsOnly(Chunk.Format.LINES);
        assertThat(chunks).extracting(chunk -> chunk.origin().id()).containsOnly(id(chunks, 0));
        assertThat(chunks.get(0).origin().kind()).isEqualTo(OriginKind.LINES);
        assertThat(chunks.get(0).origin().peer()).isEqualTo("127.0.0.1:" + socket.getLocalPort());
    }

    /** Of so many lines at least two come within one tick, on however slow a machine. */
    @Test
    void makesFewerChunksThanLinesOfASenderThatDribbles() throws IOException {
        int lines = 500;
        Socket socket = intake.connect();

        for (int i = 0; i < lines; i++) {
            write(socket, i + "\n");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(intake.queue.text().lines()).hasSize(lines);
        assertThat(intake.queue.chunks()).hasSizeLessThan(lines);
    }

    @Test
    void closesInOrderOnlyAfterTheQueueConfirmedEverything() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();
        write(socket, "a\nb\nc");
        socket.shutdownOutput();
        await().until(() -> intake.queue.lines() == 3);

        socket.setSoTimeout(200);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
        intake.queue.confirmAll();

        IntakeFixture.assertClosedInOrder(socket);
    }

    @Test
    void closesInOrderWhenNothingWasSent() throws IOException {
        Socket socket = intake.connect();

        socket.shutdownOutput();

        IntakeFixture.assertClosedInOrder(socket);
        assertThat(intake.queue.chunks()).isEmpty();
    }

    @Test
    void keepsTheLinesOfASenderThatResets() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();
        write(socket, "a\n");
        await().until(() -> intake.queue.lines() == 1);

        socket.setSoLinger(true, 0);
        socket.close();
        await().until(() -> intake.server.connections().isEmpty());
        intake.queue.confirmAll();

        assertThat(intake.queue.text()).isEqualTo("a\n");
    }

    @Test
    void resetsConnectionsThatAreOpenAtTheStop() throws IOException {
        Socket socket = intake.connect();
        write(socket, "a\n");
        await().until(() -> intake.queue.lines() == 1);

        intake.server.stopReading();
        intake.server.close();

        IntakeFixture.assertReset(socket);
        assertThat(intake.log()).contains("listener-stopped connections-reset=1");
    }

    @Test
    void closesInOrderAtTheStopWhoHasFinishedAndIsDurable() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();
        write(socket, "a\n");
        socket.shutdownOutput();
        await().until(() -> intake.queue.lines() == 1);

        intake.server.stopReading();
        intake.queue.confirmAll();
        intake.server.close();

        IntakeFixture.assertClosedInOrder(socket);
    }

    @Test
    void acceptsNobodyAfterTheStopOfReading() throws IOException {
        InetSocketAddress address = intake.address();

        intake.server.stopReading();

        assertThat(intake.server.address()).isNull();
        // The kernel's socket goes with the selector's next turn, an instant later.
        await().until(() -> isRefused(address));
    }

    private static boolean isRefused(InetSocketAddress address) {
        try {
            new Socket(address.getAddress(), address.getPort()).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void leavesASenderUnreadWhileItsUnconfirmedBytesAreAtTheBound() throws Exception {
        restart(IntakeFixture.config(10, 1 << 16, 16 << 20, 64 << 20));
        intake.queue.hold();
        int lines = 20_000;
        CompletableFuture<Void> sender = sendLines(intake.connect(), lines);

        while (intake.queue.lines() < lines) {
            intake.queue.confirmNext();
        }
        sender.get(10, TimeUnit.SECONDS);

        assertThat(intake.queue.unconfirmedBytesMost())
                .isBetween(1L << 16, (1L << 16) + READ_BYTES_MAX);
    }

    @Test
    void goesOnReadingOthersWhileOneSenderIsAtItsBound() throws Exception {
        restart(IntakeFixture.config(10, 1 << 16, 64 << 20, 64 << 20));
        intake.queue.hold();
        CompletableFuture<Void> blocked = sendLines(intake.connect(), 40_000);
        await().until(() -> intake.queue.unconfirmed() > 0);

        Socket other = intake.connect();
        write(other, "other\n");
        other.shutdownOutput();

        await().until(() -> intake.queue.text().contains("other\n"));
        assertThat(blocked).isNotDone();
        while (!blocked.isDone() || intake.queue.unconfirmed() > 0) {
            intake.queue.confirmAll();
        }
        IntakeFixture.assertClosedInOrder(other);
    }

    @Test
    void boundsTheUnconfirmedBytesOfAllSendersTogether() throws Exception {
        int senders = 50;
        int lines = 2_000;
        restart(IntakeFixture.config(100, 1 << 30, 1 << 20, 64 << 20));
        intake.queue.hold();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            all.add(sendLines(intake.connect(), lines));
        }

        while (intake.queue.lines() < (long) senders * lines) {
            intake.queue.confirmNext();
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);

        // Each loop may be inside one read when the bound is reached.
        assertThat(intake.queue.unconfirmedBytesMost())
                .isLessThan((1 << 20) + 2L * (64 << 10) + senders * 2L * LINE_BYTES);
    }

    @Test
    void offersAChunkAgainWhileTheQueueIsFullAndKeepsTheOrder() throws IOException {
        intake.queue.answer(Enqueued.FULL, Enqueued.FULL, Enqueued.FULL);
        Socket socket = intake.connect();

        write(socket, "x\n".repeat(250));
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(intake.queue.text()).isEqualTo("x\n".repeat(250));
        assertThat(intake.queue.chunks()).extracting(Chunk::first).isSorted().startsWith(0L);
        assertThat(intake.metrics.counter("logdrive.listen.held.chunks").count()).isEqualTo(3);
    }

    @Test
    void resetsASenderWhenTheQueueIsClosedAndTakesNothingMoreFromIt() throws IOException {
        intake.queue.answer(Enqueued.ACCEPTED, Enqueued.CLOSED);
        Socket socket = intake.connect();

        write(socket, "x\n".repeat(1_000));

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.chunks()).extracting(Chunk::first).containsExactly(0L);
        assertThat(intake.log()).anyMatch(line -> line.startsWith("chunks-refused peer=127.0.0.1"));
    }

    @Test
    void resetsWhoHoldsMostWhenUnfinishedLinesExceedTheirBound() throws IOException {
        restart(IntakeFixture.config(10, 1 << 20, 16 << 20, 1_400_000));
        Socket small = intake.connect();
        write(small, "begin");
        Socket large = intake.connect();
        write(large, "x".repeat(1_000_000));
        // Buffers grow by doubling, so the other's stays below what the large one holds by then.
        await().until(() -> intake.server.unfinishedBytes() >= 1_000_000);
        Socket other = intake.connect();
        write(other, "x".repeat(500_000));

        IntakeFixture.assertReset(large);
        write(small, " end\n");
        small.shutdownOutput();

        IntakeFixture.assertClosedInOrder(small);
        assertThat(intake.queue.text()).isEqualTo("begin end\n");
        assertThat(intake.log())
                .anyMatch(
                        line ->
                                line.startsWith("connection-evicted")
                                        && line.contains("reason=unfinished-bytes-max"));
    }

    @Test
    void cutsALineThatNeverEndsAndGoesOnBehindIt() throws IOException {
        Socket socket = intake.connect();

        for (int i = 0; i < 100; i++) {
            write(socket, "x".repeat(1 << 16));
        }
        write(socket, "\nnext\n");
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        List<Chunk> chunks = intake.queue.chunks();
        assertThat(chunks).hasSize(2);
        assertThat(chunks.get(0).body()).hasSize(1 << 20);
        assertThat(chunks.get(0).truncated().get(0)).isTrue();
        assertThat(chunks.get(1).body()).asString(UTF_8).isEqualTo("next\n");
    }

    @Test
    void refusesOneConnectionMoreThanTheMaximum() throws IOException {
        restart(IntakeFixture.config(2, 1 << 20, 16 << 20, 64 << 20));
        Socket first = intake.connect();
        intake.connect();
        await().until(() -> intake.server.connections().size() == 2);

        IntakeFixture.assertReset(intake.connect());
        first.close();
        await().until(() -> intake.server.connections().size() == 1);
        Socket next = intake.connect();
        write(next, "a\n");

        await().until(() -> intake.queue.lines() == 1);
        assertThat(intake.log())
                .contains("connection-rejected reason=connections-max limit=2 host=127.0.0.1");
        assertThat(intake.count("rejected.connections", "reason", "connections-max")).isEqualTo(1);
    }

    @Test
    void refusesOneConnectionMoreThanTheMaximumOfAnAddressAndNobodyElse() throws IOException {
        ListenSettings settings = new ListenSettings();
        settings.perAddressMax = 2;
        restart(settings.config());
        Socket first = intake.connectFrom("127.0.0.2");
        intake.connectFrom("127.0.0.2");
        await().until(() -> intake.server.connections().size() == 2);

        IntakeFixture.assertReset(intake.connectFrom("127.0.0.2"));
        write(intake.connectFrom("127.0.0.3"), "another\n");
        await().until(() -> intake.queue.lines() == 1);
        first.close();
        await().until(() -> intake.server.connections().size() == 2);
        write(intake.connectFrom("127.0.0.2"), "next\n");

        await().until(() -> intake.queue.lines() == 2);
        String reason = "connections-per-address-max";
        assertThat(intake.log())
                .contains("connection-rejected reason=" + reason + " limit=2 host=127.0.0.2");
        assertThat(intake.count("rejected.connections", "reason", reason)).isEqualTo(1);
    }

    @Test
    void resetsATlsClientAndStoresNothingOfItsHello() throws IOException {
        Socket socket = intake.connect();

        socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, '\n', 'x', '\n'});

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log())
                .anyMatch(
                        line ->
                                line.startsWith("connection-failed peer=127.0.0.1:")
                                        && line.endsWith(
                                                "reason=tls data=unconfirmed-lines-with-sender"
                                                    + " cause=expected lines, Forward or syslog,"
                                                    + " found a TLS handshake"));
    }

    @Test
    void countsWhatItSkipsOfALineThatIsTooLong() throws IOException {
        Socket socket = intake.connect();

        write(socket, "x".repeat((1 << 20) + 1_000) + "\n");
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(intake.count("skipped.bytes")).isEqualTo(1_000);
    }

    @Test
    void keepsThousandsOfIdleConnectionsForAFewKilobytesEach() throws IOException {
        restart(IntakeFixture.config(3_000, 1 << 20, 16 << 20, 64 << 20));
        int count = 2_000;
        long before = usedBytes();

        for (int i = 0; i < count; i++) {
            write(intake.connect(), "half a line");
        }
        await().until(() -> intake.server.connections().size() == count);
        long each = (usedBytes() - before) / count;
        Socket busy = intake.connect();
        write(busy, "a\n");
        busy.shutdownOutput();

        IntakeFixture.assertClosedInOrder(busy);
        // The clients' own sockets are in this figure, too.
        assertThat(each).isLessThan(16 << 10);
    }

    @Test
    void saysWhichAddressCannotBeBound() {
        ListenSettings taken = new ListenSettings();
        taken.address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), intake.address().getPort());

        assertThatThrownBy(() -> new IntakeFixture(taken.config()))
                .isInstanceOf(ListenException.class)
                .hasMessageStartingWith(
                        "logdrive.ingest.listen.address: expected an address that can be bound,"
                                + " found localhost/127.0.0.1:")
                .hasMessageContaining("Address already in use");
    }

    private void restart(ListenConfig config) throws IOException {
        intake.close();
        intake = new IntakeFixture(config);
    }

    private static CompletableFuture<Void> sendLines(Socket socket, int lines) {
        byte[] line = ("x".repeat(LINE_BYTES - 1) + "\n").getBytes(UTF_8);
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < lines; i++) {
                            socket.getOutputStream().write(line);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "test-sender").start());
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private static UUID id(List<Chunk> chunks, int index) {
        return chunks.get(index).origin().id();
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
