package io.logdrive.ingest.listen;

import io.logdrive.payara.PortProtection;
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
    int lineMax = 1 << 20;
    PortProtection protection = PortProtection.NONE;
    SyslogUdpConfig syslogUdp = new SyslogUdpConfig(null, 1 << 20);

    ListenConfig config() {
        return new ListenConfig(
                address,
                threads,
                connectionsMax,
                perAddressMax,
                lineMax,
                100,
                unconfirmedMax,
                unconfirmedTotal,
                unfinished,
                idleTimeout,
                unfinishedTimeout,
                syslogUdp,
                protection);
    }
}
