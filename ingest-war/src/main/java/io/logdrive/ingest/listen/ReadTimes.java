package io.logdrive.ingest.listen;

/**
 * Since when a connection has been silent, and since when its line or frame is unfinished. While
 * ingest itself does not read, neither counts.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class ReadTimes {
    private long silentSinceNanos;
    private long unfinishedSinceNanos;
    private boolean unfinished;

    /** Something was completed since the last {@link #read}: what is unfinished now is new. */
    private boolean completed;

    ReadTimes(long nowNanos) {
        restart(nowNanos);
    }

    /** A line or frame is complete. */
    void completed() {
        completed = true;
    }

    /** Bytes came; behind the last complete line or frame there {@code remains} something. */
    void read(boolean remains, long nowNanos) {
        silentSinceNanos = nowNanos;
        if (remains && (!unfinished || completed)) {
            unfinishedSinceNanos = nowNanos;
        }
        unfinished = remains;
        completed = false;
    }

    /** The connection was not read until now. */
    void restart(long nowNanos) {
        silentSinceNanos = nowNanos;
        unfinishedSinceNanos = nowNanos;
    }

    long silentNanos(long nowNanos) {
        return nowNanos - silentSinceNanos;
    }

    /** How long the line or frame has been unfinished; 0 when there is none. */
    long unfinishedNanos(long nowNanos) {
        return unfinished ? nowNanos - unfinishedSinceNanos : 0;
    }
}
