package io.logdrive.ingest.queue;

import io.logdrive.payara.ConfigurationReader;
import java.nio.file.Path;

/**
 * How the queue is reached and bounded.
 *
 * <p>Immutable.
 *
 * @param url the URL of an external broker, or empty for the embedded one
 * @param user the user at the external broker, or empty
 * @param password its password, or empty
 * @param passwordFile the file that the password is read from anew for each connection, or empty
 * @param directory where the embedded broker keeps its journal
 * @param unconfirmedBytesMax chunks in memory that are not yet on disk, in bytes
 * @param diskFreeMin bytes that must stay free on the journal's disk while lines are accepted
 * @param diskBallast bytes kept in a file that is thrown away when the broker's disk failed
 * @param jmx whether the embedded broker is an MBean, for consoles that know it
 */
public record QueueConfig(
        String url,
        String user,
        String password,
        String passwordFile,
        Path directory,
        long unconfirmedBytesMax,
        long diskFreeMin,
        long diskBallast,
        boolean jmx) {
    static final long UNCONFIRMED_BYTES_MAX = 32L << 20;
    static final long DISK_FREE_MIN = 512L << 20;
    static final long DISK_BALLAST = 64L << 20;

    /** One without a file for the password, without a ballast, and no MBean. */
    public QueueConfig(
            String url,
            String user,
            String password,
            Path directory,
            long unconfirmedBytesMax,
            long diskFreeMin) {
        this(url, user, password, "", directory, unconfirmedBytesMax, diskFreeMin, 0, false);
    }

    /** Reads {@code logdrive.ingest.queue.…} and {@code logdrive.ingest.data}. */
    public static QueueConfig read(ConfigurationReader reader) {
        String url = reader.text("queue.url", "", BrokerUrl::masked);
        if (!url.isEmpty() && !BrokerUrl.isExternal(url)) {
            reader.refuse("queue.url", "tcp://… or (tcp://…,tcp://…)", BrokerUrl.masked(url));
        }
        return new QueueConfig(
                url,
                reader.text("queue.user", ""),
                reader.secret("queue.password", ""),
                reader.text("queue.password-file", ""),
                reader.path("data", "./logdrive-data").resolve("broker"),
                reader.heapBytes(
                        "queue.unconfirmed-bytes-max",
                        UNCONFIRMED_BYTES_MAX,
                        12,
                        1L << 20,
                        1L << 30),
                reader.bytes("queue.disk-free-min", DISK_FREE_MIN, 16L << 20, 1L << 50),
                reader.bytes("queue.disk-ballast", DISK_BALLAST, 0, 1L << 40),
                reader.flag("queue.jmx", false));
    }

    /** Whether the broker runs inside this process. */
    public boolean embedded() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return "QueueConfig[url="
                + BrokerUrl.masked(url)
                + ", user="
                + user
                + ", directory="
                + directory
                + "]";
    }
}
