package io.logdrive.agent.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where chunks go, how the way there is protected, and how much may be on it.
 *
 * @param servers one or more; the next is tried when one cannot be reached or is lost
 * @param tls null: the connection is plain
 * @param sharedKey null: neither side proves anything by a key
 * @param gzip whether chunks are to be compressed; who makes them looks at it
 * @param bytesMax of unacknowledged chunks together; one chunk is always allowed
 * @param heartbeatAfter how long nothing may be sent before a heartbeat is
 * @param silenceMax how long nothing may come before the connection is given up
 * @param connectMax how long an attempt to connect may take, with the handshakes
 *     <p>Immutable.
 */
public record UplinkConfig(
        List<Server> servers,
        @Nullable TlsConfig tls,
        @Nullable SharedKeyConfig sharedKey,
        boolean gzip,
        long bytesMax,
        Duration heartbeatAfter,
        Duration silenceMax,
        Duration connectMax) {
    /** A quarter of a second at 100,000 lines/s, so that a small file need not wait for long. */
    public static final long BYTES_MAX_DEFAULT = 4L << 20;

    /** Keeps a copy of the servers. */
    public UplinkConfig {
        servers = List.copyOf(servers);
    }

    /** Plain, with the times that the protocol states (PROTOCOL.md, "Heartbeats"). */
    public static UplinkConfig of(List<Server> servers) {
        return of(servers, null, null, false, BYTES_MAX_DEFAULT);
    }

    /** With the times that the protocol states (PROTOCOL.md, "Heartbeats"). */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public static UplinkConfig of(
            List<Server> servers,
            @Nullable TlsConfig tls,
            @Nullable SharedKeyConfig sharedKey,
            boolean gzip,
            long bytesMax) {
        return new UplinkConfig(
                servers,
                tls,
                sharedKey,
                gzip,
                bytesMax,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                SendConfig.CONNECT_MAX);
    }

    /** What is wrong with what it names: files are read as a connection reads them. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (tls != null) {
            problems.addAll(tls.problems());
        }
        if (sharedKey != null) {
            problems.addAll(sharedKey.problems());
        }
        return problems;
    }

    /** Whether a session of the other would be one of this. */
    boolean leadsWhere(UplinkConfig other) {
        return servers.equals(other.servers)
                && Objects.equals(tls, other.tls)
                && Objects.equals(sharedKey, other.sharedKey);
    }
}
