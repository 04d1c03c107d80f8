package io.logdrive.agent.tail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many events of all files of an input are read in a second. Files for which there is no token
 * wait here, in the order of their coming, and nobody looks at them meanwhile.
 *
 * <p>Thread-safe.
 */
final class RateLimit {
    private static final long SAY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String input;
    private final long max;
    private final LongSupplier nanos;
    private final TokenBucket bucket;

    @GuardedBy("this")
    private final Deque<TailedFile> held = new ArrayDeque<>();

    @GuardedBy("this")
    private final Set<TailedFile> released = new HashSet<>();

    @GuardedBy("this")
    private boolean limits;

    @GuardedBy("this")
    private long lookedNanos;

    @GuardedBy("this")
    private long heldNanos;

    @GuardedBy("this")
    private long nextSaid;

    /**
     * @param input what it is called
     * @param max events per second, 1 or more
     */
    RateLimit(String input, long max, LongSupplier nanos) {
        this.input = input;
        this.max = max;
        this.nanos = nanos;
        this.bucket = new TokenBucket(max, nanos);
    }

    /** Tokens for a turn of the file, up to {@code most}; with 0 it is held from here on. */
    synchronized int take(TailedFile file, int most) {
        boolean itsTurn = released.remove(file);
        int taken = itsTurn || held.isEmpty() ? bucket.take(most) : 0;
        if (taken == 0) {
            file.turn().set(TailedFile.Turn.HELD);
            if (itsTurn) {
                held.addFirst(file);
            } else {
                held.addLast(file);
            }
        }
        return taken;
    }

    /** Tokens for what is no file, up to {@code most}, waited for. */
    int await(int most, TailEvents events) throws InterruptedException {
        int taken = bucket.take(most);
        while (taken == 0) {
            look(events, true);
            TimeUnit.NANOSECONDS.sleep(bucket.nanosToNext());
            taken = bucket.take(most);
        }
        look(events, false);
        return taken;
    }

    void giveBack(long unused) {
        bucket.giveBack(unused);
    }

    /** Files whose turn it is again, so many at most. */
    synchronized List<TailedFile> release(int most) {
        List<TailedFile> files = new ArrayList<>();
        if (!held.isEmpty() && bucket.nanosToNext() == 0) {
            for (int i = 0; i < most && !held.isEmpty(); i++) {
                files.add(held.remove());
            }
            released.addAll(files);
        }
        return files;
    }

    /** None of the files waits here any more. */
    synchronized void forget() {
        held.clear();
        released.clear();
    }

    /** Says and counts whether files are held; to be called all the time. */
    synchronized void look(TailEvents events) {
        look(events, !held.isEmpty() || !released.isEmpty());
    }

    private synchronized void look(TailEvents events, boolean holds) {
        long now = nanos.getAsLong();
        if (limits && holds) {
            heldNanos += now - lookedNanos;
            events.held(input, now - lookedNanos);
        }
        lookedNanos = now;
        if (holds && !limits) {
            limits = true;
            heldNanos = 0;
            nextSaid = now + SAY_NANOS;
            events.limited(input, max);
        } else if (limits && !holds && bucket.isFull()) {
            limits = false;
            events.unlimited(input, max, heldNanos);
        } else if (limits && now - nextSaid >= 0) {
            nextSaid = now + SAY_NANOS;
            events.stillLimited(input, max, heldNanos);
        }
    }
}
