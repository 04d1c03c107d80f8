package io.logdrive.agent.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.agent.send.UplinkState.Link;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What became of the sessions of an {@link Uplink}. Thread-safe. */
final class LinkHistory {
    private final InstantSource clock;

    @GuardedBy("this")
    private Link link = Link.CLOSED;

    @GuardedBy("this")
    private @Nullable Server server;

    @GuardedBy("this")
    private @Nullable Instant connectedSince;

    @GuardedBy("this")
    private long sessions;

    @GuardedBy("this")
    private @Nullable String lastFailure;

    @GuardedBy("this")
    private @Nullable Instant lastFailureAt;

    LinkHistory(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void connecting(Server to) {
        link = Link.CONNECTING;
        server = to;
        connectedSince = null;
    }

    synchronized void connected() {
        link = Link.CONNECTED;
        connectedSince = clock.instant();
        sessions++;
    }

    synchronized void lost(IOException why) {
        link = Link.WAITING;
        server = null;
        connectedSince = null;
        lastFailure = String.valueOf(why.getMessage());
        lastFailureAt = clock.instant();
    }

    synchronized void closed() {
        link = Link.CLOSED;
        server = null;
        connectedSince = null;
    }

    synchronized UplinkState state(Traffic traffic) {
        return new UplinkState(
                link,
                server,
                connectedSince,
                traffic.chunksSent(),
                traffic.bytesSent(),
                traffic.chunksResent(),
                traffic.chunksAcknowledged(),
                traffic.bytesAcknowledged(),
                traffic.chunksKept(),
                traffic.bytesKept(),
                Math.max(0, sessions - 1),
                lastFailure,
                lastFailureAt);
    }
}
