package io.logdrive.destination;

import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.RecordEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A peer of the receiver: sends frames, reads answers. Confined to one thread per direction. */
public final class ForwardClient implements AutoCloseable {
    private final ForwardCodec codec = new ForwardCodec(ForwardLimits.defaults());
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    public ForwardClient(InetSocketAddress address) throws IOException {
        this(new Socket(), address);
    }

    /** Over a socket that is not connected yet, one inside TLS, say. */
    public ForwardClient(Socket unconnected, InetSocketAddress address) throws IOException {
        this.socket = unconnected;
        socket.setSoTimeout(30_000);
        socket.connect(address);
        this.out = socket.getOutputStream();
        this.in = socket.getInputStream();
    }

    public static byte[] frame(
            String chunk, List<LedgerRun> runs, List<Origin> origins, List<LogRecord> records) {
        RecordEncoder encoder = new RecordEncoder();
        records.forEach(encoder::add);
        return ForwardCodec.encodeBatch("logdrive", chunk, encoder.take(), runs, origins);
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The chunk of the next acknowledgement; throws EOFException when the peer closed. */
    public String readAck() throws IOException {
        byte[] frame = readFrame();
        return codec.decodeAck(frame, 0, frame.length);
    }

    public byte[] readFrame() throws IOException {
        FrameScanner scanner = new FrameScanner(ForwardLimits.defaults());
        byte[] frame = new byte[256];
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after " + length + " bytes of a frame");
            }
            frame[length] = (byte) next;
            if (scanner.scan(ByteBuffer.wrap(frame, length, 1))) {
                return Arrays.copyOf(frame, length + 1);
            }
            length++;
            if (length == frame.length) {
                frame = Arrays.copyOf(frame, 2 * length);
            }
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
