package io.logdrive.agent.send;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the threads that send count while they send, for all connections. Thread-safe. */
final class Figures {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged;
    private final @Nullable AckTimes ackTimes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger up = new AtomicInteger();
    private final AtomicInteger closing = new AtomicInteger();
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong connectFailures = new AtomicLong();
    private final AtomicLong firstSentNanos = new AtomicLong(-1);
    private final AtomicLong lastSentNanos = new AtomicLong(-1);
    private final AtomicLong stopNanos = new AtomicLong();
    private final AtomicLong endNanos = new AtomicLong();
    private volatile String lastFailure = "";

    /**
     * @param acknowledges whether lines are acknowledged at all
     */
    Figures(boolean acknowledges) {
        acknowledged = new AtomicLong(acknowledges ? 0 : -1);
        ackTimes = acknowledges ? new AckTimes() : null;
    }

    /**
     * A chunk's lines are acknowledged.
     *
     * @param nanos since it was first handed over
     */
    void acknowledged(long lineCount, long nanos) {
        acknowledged.addAndGet(lineCount);
        if (ackTimes != null) {
            ackTimes.acknowledged(lineCount, nanos);
        }
    }

    void wrote(long lineCount, int byteCount, long elapsedNanos) {
        bytes.addAndGet(byteCount);
        if (lineCount > 0) {
            sent.addAndGet(lineCount);
            firstSentNanos.compareAndSet(-1, elapsedNanos);
            lastSentNanos.accumulateAndGet(elapsedNanos, Math::max);
        }
    }

    void cameUp(boolean again) {
        up.incrementAndGet();
        if (again) {
            reconnects.incrementAndGet();
        }
    }

    void halfClosed() {
        closing.incrementAndGet();
    }

    void wentDown(boolean halfClosed) {
        up.decrementAndGet();
        if (halfClosed) {
            closing.decrementAndGet();
        }
    }

    void connectFailed() {
        connectFailures.incrementAndGet();
    }

    void failed(String why) {
        lastFailure = why;
    }

    /** Time was up, or the user had enough. */
    void stopped(long elapsedNanos) {
        stopNanos.accumulateAndGet(elapsedNanos, Math::max);
    }

    /** A connection has come to its end. */
    void ended(long elapsedNanos) {
        endNanos.accumulateAndGet(elapsedNanos, Math::max);
    }

    long bytes() {
        return bytes.get();
    }

    long connectFailures() {
        return connectFailures.get();
    }

    /** When nothing more was to be sent. */
    long sendEndNanos() {
        return Math.max(stopNanos.get(), lastSentNanos.get());
    }

    long endNanos() {
        return endNanos.get();
    }

    String lastFailure() {
        return lastFailure;
    }

    /** Null on the plain wire, and when nothing was acknowledged. */
    @Nullable AckPercentiles ackPercentiles() {
        return ackTimes == null ? null : ackTimes.percentiles();
    }

    SendReport.SentSpan span() {
        return new SendReport.SentSpan(firstSentNanos.get(), lastSentNanos.get());
    }

    SendProgress progress(long elapsedNanos, int connections) {
        return new SendProgress(
                elapsedNanos,
                sent.get(),
                up.get(),
                closing.get(),
                connections,
                reconnects.get(),
                acknowledged.get(),
                lastFailure);
    }
}
