package io.logdrive.agent.tail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;

/**
 * The chunks of one file that are on their way, and the mark before which everything is
 * acknowledged.
 *
 * <p>Thread-safe.
 */
final class Acknowledgements {
    @GuardedBy("this")
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();

    @GuardedBy("this")
    private Mark mark;

    Acknowledgements(Mark mark) {
        this.mark = mark;
    }

    /** A chunk that is on its way. Confined to its {@link Acknowledgements}. */
    static final class Sent {
        private final Mark end;
        private boolean acknowledged;

        private Sent(Mark end) {
            this.end = end;
        }
    }

    /** A chunk that ends there is to be sent. */
    synchronized Sent sent(Mark end) {
        Sent chunk = new Sent(end);
        sent.add(chunk);
        return chunk;
    }

    /** In any order. */
    synchronized void acknowledged(Sent chunk) {
        chunk.acknowledged = true;
        for (Sent head = sent.peek(); head != null && head.acknowledged; head = sent.peek()) {
            mark = head.end;
            sent.remove();
        }
    }

    /** Everything before it is acknowledged. */
    synchronized Mark mark() {
        return mark;
    }

    synchronized boolean isSettled() {
        return sent.isEmpty();
    }
}
