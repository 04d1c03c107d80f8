package io.logdrive.agent;

import io.logdrive.agent.send.SendProgress;

/** The rate between one look and the next. Confined to the main thread. */
final class RateMeter {
    private long lastNanos;
    private long lastSent;

    /** Since the last call, or since the start. */
    long linesPerSecond(SendProgress progress) {
        long nanos = progress.elapsedNanos() - lastNanos;
        long lines = progress.sent() - lastSent;
        lastNanos = progress.elapsedNanos();
        lastSent = progress.sent();
        return nanos <= 0 ? 0 : Math.round(lines * 1e9 / nanos);
    }
}
