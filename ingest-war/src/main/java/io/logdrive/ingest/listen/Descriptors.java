package io.logdrive.ingest.listen;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections the process's descriptors allow.
 *
 * <p>Connections must not take the last ones: the broker that cannot open its next journal file
 * stops, and with it everything. Thread-safe.
 */
final class Descriptors {
    /** For journal and page files, the database, HTTP and the way to the destination. */
    static final int RESERVED_MAX = 256;

    private Descriptors() {}

    /** How many connections there may be beside what is open now; at least one. */
    static int connectionsMax() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix) {
            return connectionsMax(
                    unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount());
        }
        return Integer.MAX_VALUE;
    }

    static int connectionsMax(long limit, long open) {
        long reserved = Math.min(RESERVED_MAX, limit / 4);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit - open - reserved));
    }
}
