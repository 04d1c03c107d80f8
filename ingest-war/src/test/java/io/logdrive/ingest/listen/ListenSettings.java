package io.logdrive.ingest.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A listener's configuration for a test: the defaults on a free port, but for what it changes. */
final class ListenSettings {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    int threads = 2;
    int connectionsMax = 12_000;
    int perAddressMax = 12_000;
    long unconfirmedMax = 1 << 20;
    long unconfirmedTotal = 16 << 20;
    long unfinished = 64 << 20;
    Duration idleTimeout = Duration.ZERO;
    Duration unfinishedTimeout = Duration.ZERO;

    ListenConfig config() {
        return new ListenConfig(
                address,
                threads,
                connectionsMax,
                perAddressMax,
                1 << 20,
                100,
                unconfirmedMax,
                unconfirmedTotal,
                unfinished,
                idleTimeout,
                unfinishedTimeout);
    }
}
