package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An agent in little: numbered lines of one origin in named chunks, at most some of them
 * unacknowledged, and those again under the same names on the next connection. Confined to one
 * thread.
 */
final class AcknowledgedSender {
    private static final int WINDOW = 6;

    private final UUID origin = UUID.randomUUID();
    private final Origin described = new Origin(origin, OriginKind.AGENT, "", "host", "test");
    private final int chunkLines;
    private final int lineBytes;
    private final Map<String, byte[]> unacknowledged = new LinkedHashMap<>();
    private long attempted;
    private long acknowledged;

    /** Chunks of so many lines of about so many bytes. */
    AcknowledgedSender(int chunkLines, int lineBytes) {
        this.chunkLines = chunkLines;
        this.lineBytes = lineBytes;
    }

    UUID origin() {
        return origin;
    }

    /** Lines that were written to a socket or were to be. */
    long attempted() {
        return attempted;
    }

    /** Lines that ingest acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** The text of a line: it says itself which one it is. */
    String line(long sequence) {
        String start = origin + "|" + sequence + "|";
        return start + "x".repeat(Math.max(0, lineBytes - start.length()));
    }

    /**
     * Sends over one connection, first what is unacknowledged, until so many lines are acknowledged
     * and none is open.
     *
     * @return whether they are; false when the connection ended before
     */
    boolean send(int port, long acknowledgedMin) {
        return send(port, acknowledgedMin, Duration.ofMinutes(2));
    }

    /** The same, giving up when no answer comes for so long. */
    boolean send(int port, long acknowledgedMin, Duration patience) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            for (byte[] frame : unacknowledged.values()) {
                socket.getOutputStream().write(frame);
            }
            Answers answers = new Answers(socket.getInputStream());
            while (acknowledged < acknowledgedMin || !unacknowledged.isEmpty()) {
                while (unacknowledged.size() < WINDOW && attempted < acknowledgedMin) {
                    socket.getOutputStream().write(nextChunk());
                }
                if (unacknowledged.remove(answers.next()) != null) {
                    acknowledged += chunkLines;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] nextChunk() {
        LineChunkEncoder encoder = new LineChunkEncoder(described);
        byte[] frame =
                new byte
                        [encoder.frameBytes()
                                + chunkLines * (lineBytes + 80 + LineChunkEncoder.ENTRY_BYTES)];
        encoder.begin(frame, 1_700_000_000_000_000L);
        long first = attempted;
        for (int i = 0; i < chunkLines; i++) {
            byte[] line = line(first + i).getBytes(US_ASCII);
            System.arraycopy(line, 0, frame, encoder.lineStart(), line.length);
            encoder.lineEnd(encoder.lineStart() + line.length);
        }
        byte[] whole = Arrays.copyOf(frame, encoder.finish(first));
        unacknowledged.put(ChunkName.of(origin, first), whole);
        attempted += chunkLines;
        return whole;
    }

    /** Names of acknowledged chunks, out of a stream. */
    private static final class Answers {
        private final FrameScanner scanner = new FrameScanner(ForwardLimits.defaults());
        private final ForwardCodec codec = new ForwardCodec(ForwardLimits.defaults());
        private final InputStream in;
        private final byte[] read = new byte[8 << 10];
        private ByteBuffer fresh = ByteBuffer.allocate(0);

        Answers(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            while (true) {
                if (!fresh.hasRemaining()) {
                    int count = in.read(read);
                    if (count < 0) {
                        throw new IOException("connection ended");
                    }
                    fresh = ByteBuffer.wrap(read, 0, count);
                }
                int start = fresh.position();
                boolean complete = scanner.scan(fresh);
                frame.write(read, start, fresh.position() - start);
                byte[] whole = frame.toByteArray();
                if (complete && whole.length > 1) {
                    return codec.decodeAck(whole, 0, whole.length);
                }
                if (complete) {
                    frame.reset();
                }
            }
        }
    }
}
