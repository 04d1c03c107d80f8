package io.logdrive.destination;

import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.Outcome;
import java.io.BufferedInputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Measures a running destination: {@code DestinationLoad port records connections batch window}.
 * Sends batches with at most {@code window} unacknowledged on each connection and prints the rate
 * from the first byte to the last acknowledgement.
 */
public final class DestinationLoad {
    private DestinationLoad() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int total = Integer.parseInt(args[1]);
        int connections = Integer.parseInt(args[2]);
        int batch = Integer.parseInt(args[3]);
        int window = Integer.parseInt(args[4]);
        List<Thread> threads = new ArrayList<>();
        List<List<byte[]>> frames = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            frames.add(frames(total / connections, batch));
        }
        long begin = System.nanoTime();
        for (List<byte[]> own : frames) {
            threads.add(new Thread(() -> drive(port, own, window)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d records in %.2f s: %,.0f records/s%n",
                total,
                seconds,
                total / seconds);
    }

    private static void drive(int port, List<byte[]> frames, int window) {
        try (ForwardClient client = new ForwardClient(new InetSocketAddress("127.0.0.1", port))) {
            Semaphore free = new Semaphore(window);
            Thread reader = new Thread(() -> readAcks(client, frames.size(), free));
            reader.start();
            for (byte[] frame : frames) {
                free.acquire();
                client.send(frame);
            }
            reader.join();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void readAcks(ForwardClient client, int count, Semaphore free) {
        try {
            BufferedInputStream in = new BufferedInputStream(client.socket().getInputStream());
            // Acknowledgements here are all of one length: {"ack": <chunk of 11 characters>}.
            byte[] ack = new byte[17];
            for (int i = 0; i < count; i++) {
                if (in.readNBytes(ack, 0, ack.length) != ack.length) {
                    throw new IllegalStateException("closed after " + i);
                }
                free.release();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> frames(int records, int batch) {
        Origin origin = new Origin(UUID.randomUUID(), OriginKind.LINES, "127.0.0.1:1", "h", "load");
        List<byte[]> frames = new ArrayList<>();
        long now = System.currentTimeMillis() * 1_000;
        for (int first = 0; first < records; first += batch) {
            int count = Math.min(batch, records - first);
            List<LogRecord> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rows.add(record(now, first + i));
            }
            String chunk = String.format(Locale.ROOT, "c%010d", first);
            frames.add(
                    ForwardClient.frame(
                            chunk,
                            List.of(new LedgerRun(origin.id(), first, count, Outcome.STORED)),
                            List.of(origin),
                            rows));
        }
        return frames;
    }

    private static LogRecord record(long now, int n) {
        return new LogRecord(
                now + n,
                now + n / 100,
                n % 20 == 0 ? Level.ERROR : Level.INFO,
                "payment",
                "web-1",
                "request " + n + " handled in 12 ms by worker 7 of the checkout",
                List.of(),
                "{\"user\":\"u" + n % 1000 + "\",\"session\":\"abcdef0123\",\"latency\":12}",
                0);
    }
}
