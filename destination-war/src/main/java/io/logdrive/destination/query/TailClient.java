package io.logdrive.destination.query;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageMatcher;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One live tail: what waits for its client, bounded. A client that is too slow loses messages and
 * is told how many; it holds no thread and stops nobody.
 *
 * <p>Thread-safe.
 */
final class TailClient {
    private static final int WRITE_BYTES = 64 << 10;
    private static final int QUEUE_CHARS_MAX = 4 << 20;
    private static final double LAG_SECONDS_MAX = 0.2;

    /** CPU that matching some messages may take, however bad a regular expression is. */
    private static final Duration MATCH_MAX = Duration.ofMillis(250);

    private final TailSearch search;
    private final TailOutlet outlet;
    private final int queueMax;
    private final MessageMatcher matcher;
    private final MessageLines lines;
    private final boolean wantsAll;

    @GuardedBy("this")
    private final Deque<StoredMessage> queue = new ArrayDeque<>();

    @GuardedBy("this")
    private long queuedChars;

    /** Dropped behind what is in the queue. */
    @GuardedBy("this")
    private long dropped;

    /** Everything up to this id was offered. */
    @GuardedBy("this")
    private long position;

    @GuardedBy("this")
    private double allowance;

    /** Messages that it may have in a second; unknown until it was allowed some. */
    @GuardedBy("this")
    private double share = Double.MAX_VALUE;

    @GuardedBy("this")
    private long lastWriteNanos = System.nanoTime();

    @GuardedBy("this")
    private boolean closed;

    TailClient(TailSearch search, TailOutlet outlet, int queueMax) {
        this.search = search;
        this.outlet = outlet;
        this.queueMax = Math.max(queueMax, search.backlog());
        this.wantsAll =
                search.filter().condition().equals(Condition.EVERYTHING)
                        && search.filter().range().isEverything();
        this.matcher = new MessageMatcher(search.filter().condition());
        this.lines = new MessageLines(AnswerFormat.NDJSON, search.columns());
        // What it begins with may come at once.
        this.allowance = this.queueMax;
        Long after = search.after();
        this.position = after == null ? -1 : after;
    }

    TailSearch search() {
        return search;
    }

    synchronized long position() {
        return position;
    }

    /** Everything up to {@code id} was offered, or is not for this client. */
    synchronized void moveTo(long id) {
        position = id;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whether nothing waits: more may be read for it. */
    synchronized boolean isIdle() {
        return queue.isEmpty() && dropped == 0;
    }

    /** Takes what matches of messages that follow one another by id. */
    synchronized void offer(List<StoredMessage> messages) {
        Deadline deadline = Deadline.ofCpu(MATCH_MAX);
        for (StoredMessage message : messages) {
            if (message.id() > position && !closed) {
                position = message.id();
                if (matches(message, deadline)) {
                    enqueue(message);
                }
            }
        }
    }

    /** What all clients with the filter of this one are to take of the messages. */
    Matching matching(List<StoredMessage> messages) {
        Deadline deadline = Deadline.ofCpu(MATCH_MAX);
        List<StoredMessage> found = new ArrayList<>();
        int unknown = 0;
        for (StoredMessage message : messages) {
            try {
                if (holds(message, deadline)) {
                    found.add(message);
                }
            } catch (StoreException.Timeout e) {
                unknown++;
            }
        }
        return new Matching(found, unknown);
    }

    /** As {@link #offer}, of messages up to {@code through}; what finds no room costs nothing. */
    synchronized void take(Matching matching, long through) {
        if (closed || through <= position) {
            return;
        }
        int next = 0;
        int count = matching.messages.size();
        while (next < count && matching.messages.get(next).id() <= position) {
            next++;
        }
        while (next < count && hasTurn()) {
            enqueue(matching.messages.get(next++));
        }
        dropped += count - next + matching.unknown;
        position = through;
    }

    /** Whether one more can be taken; a quick client drops nothing for a full queue. */
    private synchronized boolean hasTurn() {
        if (!hasRoom() || !isSoonSent()) {
            pump();
        }
        return !closed && hasRoom() && isSoonSent();
    }

    private synchronized boolean hasRoom() {
        // What follows something dropped is dropped too until that was said: order is kept.
        return dropped == 0 && queue.size() < queueMax && queuedChars <= QUEUE_CHARS_MAX;
    }

    /** What would wait longer than a glance is dropped: a tail that lags shows the past. */
    private synchronized boolean isSoonSent() {
        return queue.size() < Math.max(1, allowance + share * LAG_SECONDS_MAX);
    }

    /** Whether it wants every message, and none of those that come next has room. */
    synchronized boolean wouldDropAll() {
        return closed || (wantsAll && !(hasRoom() && isSoonSent()));
    }

    /** All messages up to {@code through} are for it and dropped. */
    synchronized void dropUpTo(long through) {
        dropped += Math.max(0, through - position);
        position = Math.max(position, through);
    }

    private synchronized void enqueue(StoredMessage message) {
        if (hasRoom()) {
            queue.add(message);
            queuedChars += chars(message);
        } else {
            dropped++;
        }
    }

    private boolean matches(StoredMessage message, Deadline deadline) {
        try {
            return holds(message, deadline);
        } catch (StoreException.Timeout e) {
            // Too much work: counted as dropped below, as nobody knows whether it matches.
            return overworked();
        }
    }

    private boolean holds(StoredMessage message, Deadline deadline) {
        return search.filter().range().contains(search.filter().clock().micros(message))
                && matcher.matches(message, deadline);
    }

    private synchronized boolean overworked() {
        dropped++;
        return false;
    }

    /** Lets so many more messages be written; what is not used in a second is forfeited. */
    synchronized void allow(double messages, double perSecond) {
        allowance = Math.min(allowance + messages, Math.max(1, perSecond));
        share = perSecond;
    }

    /** As {@link #pump}, unless something was written less than so long ago. */
    synchronized void pumpAfter(long gatherNanos) {
        if (System.nanoTime() - lastWriteNanos >= gatherNanos) {
            pump();
        }
    }

    /** Writes what waits, as far as the client takes it. */
    synchronized void pump() {
        if (closed) {
            return;
        }
        try {
            while ((!queue.isEmpty() || dropped > 0) && allowance >= 1 && outlet.isReady()) {
                outlet.write(some());
                lastWriteNanos = System.nanoTime();
            }
        } catch (IOException | RuntimeException e) {
            // Gone without a word, as clients do.
            close();
        }
    }

    private synchronized byte[] some() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!queue.isEmpty() && bytes.size() < WRITE_BYTES && allowance >= 1) {
            StoredMessage message = queue.remove();
            queuedChars -= chars(message);
            allowance--;
            write(bytes, message);
        }
        if (queue.isEmpty() && dropped > 0) {
            String count = "{\"count\":" + dropped + "}";
            bytes.write(
                    utf8(
                            search.events()
                                    ? "event: dropped\ndata: " + count + "\n\n"
                                    : "{\"dropped\":" + count + "}\n"));
            dropped = 0;
        }
        return bytes.toByteArray();
    }

    private void write(ByteArrayOutputStream bytes, StoredMessage message) throws IOException {
        if (search.events()) {
            bytes.write(utf8("id: " + message.id() + "\nevent: message\ndata: "));
            bytes.write(lines.line(message));
            bytes.write('\n');
        } else {
            bytes.write(lines.line(message));
        }
    }

    /** A sign of life after silence; it also says up to where there was nothing to show. */
    synchronized void beat(long silenceNanos) {
        if (closed || System.nanoTime() - lastWriteNanos < silenceNanos) {
            return;
        }
        try {
            if (outlet.isReady()) {
                boolean idle = isIdle() && position >= 0;
                String events = ": alive\n" + (idle ? "id: " + position + "\n" : "") + "\n";
                outlet.write(utf8(search.events() ? events : "\n"));
                lastWriteNanos = System.nanoTime();
            }
        } catch (IOException | RuntimeException e) {
            close();
        }
    }

    /** How long nothing could be written although something waits. */
    synchronized long stuckNanos() {
        return isIdle() ? 0 : System.nanoTime() - lastWriteNanos;
    }

    /** Ends it. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            queue.clear();
            outlet.close();
        }
    }

    private static int chars(StoredMessage message) {
        String body = message.body();
        String fields = message.fields();
        return (body == null ? 0 : body.length()) + (fields == null ? 0 : fields.length());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Messages of a filter, and of how many nobody knows whether they are. Immutable. */
    record Matching(List<StoredMessage> messages, int unknown) {}
}
