package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R5 of RELIABILITY.md: all of ingest on a small heap, and many lines that do not end. */
class HeapBoundIT {
    private static final int SENDERS = 64;
    private static final int HALF_LINE_BYTES = (1 << 20) - 1;

    /** What ingest allows itself on so small a heap. */
    private static final long BOUND = 16 << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path data;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> writers = new ArrayList<>();

    @Test
    void holdsItsBoundOfUnfinishedBytesAndServesOthersOn96MegabytesOfHeap() throws Exception {
        AcknowledgedSender other = new AcknowledgedSender(10, 100, 4);
        List<String> options = IngestProcessClient.options(data, 1);
        options.set(0, "-Xmx96m");
        try (IngestProcessClient ingest = new IngestProcessClient(List.of(), options)) {
            int port = ingest.portOrEnd();
            for (int i = 0; i < SENDERS; i++) {
                sendHalfALine(port);
            }
            long most = 0;
            while (ingest.askNumber("logdrive.listen.evicted.connections") < SENDERS / 4) {
                most = Math.max(most, ingest.askNumber("logdrive.listen.unfinished.bytes"));
            }
            assertThat(other.send(port, 2_000)).as(ingest.log()).isTrue();
            for (Thread writer : writers) {
                writer.join(PATIENCE.toMillis());
            }
            most = Math.max(most, ingest.askNumber("logdrive.listen.unfinished.bytes"));

            // What was asked for before the bound was reached still comes, in reads of 512 bytes.
            assertThat(most).isLessThan(BOUND + SENDERS * (64L << 10));
            for (Socket socket : sockets) {
                socket.close();
            }
            await("all is given back")
                    .atMost(PATIENCE)
                    .until(() -> ingest.askNumber("logdrive.listen.unfinished.bytes") == 0);
            assertThat(other.send(port, 4_000)).as(ingest.log()).isTrue();
            assertThat(ingest.ask("violations")).isEqualTo("[]");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void sendHalfALine(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                socket.getOutputStream()
                                        .write("x".repeat(HALF_LINE_BYTES).getBytes(UTF_8));
                            } catch (IOException e) {
                                // It was reset: it held most.
                                Thread.currentThread().interrupt();
                            }
                        },
                        "test-sender");
        writer.setDaemon(true);
        writer.start();
        writers.add(writer);
    }
}
