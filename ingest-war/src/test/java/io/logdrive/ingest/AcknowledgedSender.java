package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logdrive.ingest.forward.Delivered;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;

/**
 * An agent in little: numbered lines of one origin in named chunks, at most some of them
 * unacknowledged, and those again under the same names on the next connection. Confined to one
 * thread.
 */
final class AcknowledgedSender {
    private final UUID origin = UUID.randomUUID();
    private final Origin described = new Origin(origin, OriginKind.AGENT, "", "host", "test");
    private final int chunkLines;
    private final int lineBytes;
    private final int window;
    private final Map<String, Open> unacknowledged = new LinkedHashMap<>();
    private final List<Answered> answered = new ArrayList<>();
    private String end = "";
    private long attempted;
    private long acknowledged;

    /**
     * @param lineBytes about so many bytes a line
     * @param window how many chunks may be unacknowledged
     */
    AcknowledgedSender(int chunkLines, int lineBytes, int window) {
        this.chunkLines = chunkLines;
        this.lineBytes = lineBytes;
        this.window = window;
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

    /** How the last connection ended that ended too early. */
    String end() {
        return end;
    }

    /** When each chunk was sent first and when acknowledged. */
    List<Answered> answered() {
        return answered;
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
            for (Open open : unacknowledged.values()) {
                socket.getOutputStream().write(open.frame);
            }
            Answers answers = new Answers(socket.getInputStream());
            while (acknowledged < acknowledgedMin || !unacknowledged.isEmpty()) {
                while (unacknowledged.size() < window && attempted < acknowledgedMin) {
                    socket.getOutputStream().write(nextChunk());
                }
                acknowledged(answers.next());
            }
            return true;
        } catch (IOException e) {
            end = e.toString();
            return false;
        }
    }

    /** Lines that were attempted and were not delivered, or with another text. */
    List<Long> missingIn(Delivered delivered) {
        NavigableMap<Long, String> texts = delivered.of(origin);
        List<Long> missing = new ArrayList<>();
        for (long sequence = 0; sequence < attempted; sequence++) {
            if (!line(sequence).equals(texts.get(sequence))) {
                missing.add(sequence);
            }
        }
        return missing;
    }

    private void acknowledged(String name) {
        Open open = unacknowledged.remove(name);
        if (open != null) {
            acknowledged += chunkLines;
            answered.add(new Answered(open.sent, Instant.now()));
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
        unacknowledged.put(ChunkName.of(origin, first), new Open(whole));
        attempted += chunkLines;
        return whole;
    }

    /** A chunk that is not acknowledged. Immutable. */
    private static final class Open {
        private final Instant sent = Instant.now();
        private final byte[] frame;

        Open(byte[] frame) {
            this.frame = frame;
        }
    }

    /** When a chunk was sent first, and when it was acknowledged. Immutable. */
    record Answered(Instant sent, Instant acknowledged) {}

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
