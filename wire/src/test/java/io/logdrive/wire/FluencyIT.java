package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.ForwardMessage.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;

/** A client library of Fluentd sends to our codec and waits for its acknowledgements. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FluencyIT {
    private static final int EVENTS = 5_000;
    private static final int READ_BYTES = 1_500;

    private final List<LogRecord> records = new ArrayList<>();
    private final Set<String> chunks = new LinkedHashSet<>();
    private final Set<ForwardMessage.Mode> modes = new LinkedHashSet<>();

    @Test
    void everyEventOfFluencyArrivesAndIsAcknowledged() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));

            sendAll(server.getLocalPort());

            served.get(30, TimeUnit.SECONDS);
        }
        assertThat(modes).containsExactly(ForwardMessage.Mode.PACKED_FORWARD);
        assertThat(chunks).isNotEmpty();
        assertThat(records).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            assertThat(records.get(i))
                    .isEqualTo(
                            new LogRecord(
                                    1_700_000_000_000_000L + i,
                                    1,
                                    i % 2 == 0 ? Level.INFO : Level.ERROR,
                                    "fluency",
                                    null,
                                    "event " + i + " ä\uD83D\uDE00",
                                    List.of(),
                                    "{\"nested\":{\"n\":" + i + "},\"ratio\":0.5}",
                                    0));
        }
    }

    private static void sendAll(int port) throws Exception {
        FluencyBuilderForFluentd builder = new FluencyBuilderForFluentd();
        builder.setAckResponseMode(true);
        builder.setFlushAttemptIntervalMillis(50);
        builder.setBufferChunkInitialSize(16 << 10);
        builder.setBufferChunkRetentionSize(64 << 10);
        builder.setWaitUntilBufferFlushed(30);
        try (Fluency fluency = builder.build("127.0.0.1", port)) {
            for (int i = 0; i < EVENTS; i++) {
                Map<String, Object> event = new LinkedHashMap<>();
                event.put("message", "event " + i + " ä\uD83D\uDE00");
                event.put("level", i % 2 == 0 ? "info" : "error");
                event.put("service", "fluency");
                event.put("nested", Map.of("n", i));
                event.put("ratio", 0.5);
                fluency.emit("app.test", EventTime.fromEpoch(1_700_000_000, i * 1_000L), event);
            }
            fluency.flush();
            assertThat(fluency.waitUntilAllBufferFlushed(30)).isTrue();
        }
    }

    private void serve(ServerSocket server) {
        ForwardCodec codec = new ForwardCodec(ForwardLimits.defaults());
        FrameScanner scanner = new FrameScanner(ForwardLimits.defaults());
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (Socket socket = server.accept()) {
            byte[] read = new byte[READ_BYTES];
            int count;
            while ((count = socket.getInputStream().read(read)) >= 0) {
                ByteBuffer buffer = ByteBuffer.wrap(read, 0, count);
                while (buffer.hasRemaining()) {
                    int from = buffer.position();
                    boolean whole = scanner.scan(buffer);
                    frame.write(read, from, buffer.position() - from);
                    if (whole) {
                        answer(codec, frame.toByteArray(), socket);
                        frame.reset();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(ForwardCodec codec, byte[] frame, Socket socket) throws IOException {
        if (!(codec.decode(frame, 0, frame.length) instanceof Events events)) {
            socket.getOutputStream().write(ForwardCodec.encodeHeartbeat());
            return;
        }
        modes.add(events.mode());
        int before = records.size();
        new RecordDecoder().decodeForeign(events.entries(), 1, records::add);
        assertThat(records.size() - before).isEqualTo(events.entries().count());
        String chunk = events.chunk();
        if (chunk != null) {
            assertThat(chunks.add(chunk)).isTrue();
            socket.getOutputStream().write(ForwardCodec.encodeAck(chunk));
        }
    }
}
