package io.logdrive.agent.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server for chunks of any number of origins: over one connection at a time, to the
 * first of its servers that takes it, each chunk again and again until it is acknowledged
 * (wire/PROTOCOL.md, "An agent's chunk").
 *
 * <p>What is on its way is bounded in bytes; {@link #put} waits for room, which is the
 * back-pressure on who reads the files.
 *
 * <p>Thread-safe.
 */
public final class Uplink implements AutoCloseable {
    private final UplinkEvents events;
    private final Outbox outbox;
    private final LinkHistory history;
    private final RefusedChunk refused = new RefusedChunk();
    private final Thread thread = new Thread(this::run, "agent-send");
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private final Object lock = new Object();
    private volatile boolean abandoned;

    @GuardedBy("lock")
    private Way way;

    @GuardedBy("lock")
    private @Nullable UplinkSession session;

    /**
     * A configuration, and how many there were that led elsewhere than the one before: there and
     * back again is another way, too, for the session was ended.
     *
     * <p>Immutable.
     */
    private record Way(UplinkConfig config, long number) {}

    /**
     * Connects and shakes hands as a session would, and leaves at once. Whether a server of TLS 1.3
     * takes the client's certificate it says only behind that.
     *
     * @throws IOException why that server cannot be used
     */
    public static void probe(UplinkConfig config, Server server) throws IOException {
        TlsConfig tls = config.tls();
        try (UplinkSession session = new UplinkSession(config, server, new Outbox(0))) {
            session.connect(tls == null ? null : new TlsDialer(tls, problem -> {}));
        }
    }

    /** Begins to connect with {@link #start}. */
    public Uplink(UplinkConfig config, UplinkEvents events) {
        this(config, events, InstantSource.system());
    }

    /**
     * Begins to connect with {@link #start}.
     *
     * @param clock for {@link #state}
     */
    public Uplink(UplinkConfig config, UplinkEvents events, InstantSource clock) {
        this.way = new Way(config, 0);
        this.events = events;
        this.outbox = new Outbox(config.bytesMax());
        this.history = new LinkHistory(clock);
    }

    /** Call it once. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Takes a chunk as soon as there is room for it.
     *
     * @return false when the uplink is closed and the chunk was not taken
     */
    public boolean put(OutgoingChunk chunk) throws InterruptedException {
        return outbox.put(chunk);
    }

    /** Chunks that are on their way. */
    public int unacknowledged() {
        return outbox.unacknowledged();
    }

    /** Waits until everything is acknowledged, or that long; answers whether it is. */
    public boolean awaitEmpty(Duration most) throws InterruptedException {
        return outbox.awaitEmpty(most.toNanos());
    }

    /** How it is now, and what went over it. */
    public UplinkState state() {
        return history.state(outbox.traffic());
    }

    /** The configuration of the next session. */
    public UplinkConfig config() {
        return way().config();
    }

    private Way way() {
        synchronized (lock) {
            return way;
        }
    }

    /**
     * Goes on with another configuration. When it leads elsewhere, or there in another way, the
     * session ends at once, and what is not acknowledged is sent again over the next one, in order
     * and under the same names; a wait before an attempt ends, too. Otherwise it is for the next
     * session, but for {@code bytesMax}, which counts from now on.
     *
     * @param next as {@link UplinkConfig#problems} finds nothing wrong with it
     */
    public void reconfigure(UplinkConfig next) {
        synchronized (lock) {
            boolean elsewhere = !next.leadsWhere(way.config());
            way = new Way(next, way.number() + (elsewhere ? 1 : 0));
            outbox.bytesMax(next.bytesMax());
            if (elsewhere) {
                outbox.wake();
                if (session != null) {
                    session.close();
                }
            }
        }
    }

    private void run() {
        try {
            runSessions();
        } catch (InterruptedException e) {
            // Who closes it wants it to end.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Nobody would send any more, and everybody wait.
            fault.set(e);
            outbox.fail();
        } finally {
            history.closed();
        }
    }

    private void runSessions() throws InterruptedException {
        BackOff backOff = BackOff.DEFAULT;
        Way used = way();
        TlsDialer dialer = dialer(used.config());
        int attempt = 0;
        int next = 0;
        while (goesOn()) {
            Way now = way();
            if (now.number() != used.number()) {
                dialer = dialer(now.config());
                attempt = 0;
                next = 0;
            }
            used = now;
            long began = System.nanoTime();
            List<Server> servers = now.config().servers();
            try {
                serve(now, servers.get(next), dialer);
            } catch (IOException e) {
                if (goesOn() && now.number() == way().number()) {
                    history.lost(e);
                    events.lost(servers.get(next), e, outbox.unacknowledged());
                    attempt = backOff.attemptAfter(attempt, System.nanoTime() - began);
                    next = (next + 1) % servers.size();
                    double random = ThreadLocalRandom.current().nextDouble();
                    outbox.awaitRetry(backOff.delayNanos(attempt, random));
                    attempt++;
                } else if (goesOn()) {
                    events.reconfigured(outbox.unacknowledged());
                }
            }
        }
    }

    private @Nullable TlsDialer dialer(UplinkConfig of) {
        return of.tls() == null ? null : new TlsDialer(of.tls(), events::tlsFilesKept);
    }

    /** Why it sends no more though it was not closed; null: it does. */
    public @Nullable Throwable fault() {
        return fault.get();
    }

    private boolean goesOn() {
        return !abandoned && (!outbox.isClosed() || outbox.unacknowledged() > 0);
    }

    private void serve(Way by, Server server, @Nullable TlsDialer dialer)
            throws IOException, InterruptedException {
        UplinkSession opened = new UplinkSession(by.config(), server, outbox);
        try (opened) {
            synchronized (lock) {
                if (abandoned || way.number() != by.number()) {
                    throw new IOException("not wanted any more");
                }
                session = opened;
            }
            history.connecting(server);
            opened.connect(dialer);
            history.connected();
            events.connected(server);
            opened.run();
        } finally {
            synchronized (lock) {
                session = null;
            }
            OutgoingChunk alone = outbox.rewind(opened.isEndedByServer());
            if (alone != null && refused.isToBeTold(alone)) {
                events.chunkRefused(server, alone.name(), alone.length(), refused.times());
            }
        }
    }

    /** Takes no more chunks and sends those it has, for that long at most. */
    public void close(Duration most) throws InterruptedException {
        outbox.close();
        outbox.awaitEmpty(most.toNanos());
        close();
    }

    /** Ends at once; what is not acknowledged is for the next start to send. */
    @Override
    public void close() {
        outbox.close();
        synchronized (lock) {
            abandoned = true;
            if (session != null) {
                session.close();
            }
        }
        thread.interrupt();
    }
}
