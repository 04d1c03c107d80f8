package io.logdrive.consumer;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;

/**
 * A further consumer of the queue: it is given every record, from a durable queue of its own, and
 * may be as slow as it likes.
 *
 * <p>An implementation has a public constructor without parameters and is named in {@code
 * META-INF/services/io.logdrive.consumer.RecordConsumer}. Ingest makes one for each consumer that
 * is configured, calls {@link #configure} once while it reads its configuration, and then, from one
 * thread: {@link #open}, {@link #accept} as often as there are records, {@link #commit}, {@link
 * #committed}, and so on. What was accepted leaves the queue only after its commit.
 *
 * <p>Whatever throws makes ingest {@link #close} and, a little later, {@link #open} the consumer
 * again, and give it once more everything since the last commit; for ever, unless it is a {@link
 * RejectedRecordException}. So {@link #open} must undo what was accepted and not committed, and
 * then every record is in the output exactly once ({@link #commit} says how).
 */
public interface RecordConsumer {
    /** The word by which the configuration names it: {@code archive}. */
    String type();

    /**
     * Reads its settings, before anything is started. It must not throw: what is wrong is told to
     * {@link ConsumerSettings#refuse}.
     */
    void configure(ConsumerSettings settings);

    /**
     * Makes ready what it writes to, and undoes what was written behind {@link
     * ConsumerContext#position}. It may be called again after {@link #close}.
     */
    void open(ConsumerContext context) throws Exception;

    /**
     * Takes a record. It need not be durable before the next {@link #commit}.
     *
     * @param origin the stream it belongs to
     * @param sequence its number within the origin; with the origin's id it names the record for
     *     ever
     */
    void accept(Origin origin, long sequence, LogRecord line) throws Exception;

    /**
     * Makes everything accepted since the last commit durable. Before anything was ever accepted it
     * is called once, right after {@link #open}, so that there is a position from the beginning.
     *
     * <p>Exactly once, by one of two ways. An output that can be cut back returns its position
     * here, and cuts back to {@link ConsumerContext#position} when it is opened: ingest keeps the
     * position in step with what left the queue. An output with transactions writes {@link
     * CommitStep#text} in the same transaction as the records, and when it is opened tells {@link
     * ConsumerContext#alreadyCommitted} what it finds. Whoever does neither has its records at
     * least once.
     *
     * @return where its output now ends, in words of its own; at most 60,000 bytes
     */
    String commit(CommitStep step) throws Exception;

    /** What {@link #commit} returned is durable: from now on nothing before it comes again. */
    default void committed() throws Exception {}

    /**
     * Whether it wants a {@link #commit} though nothing was accepted; asked a few times a second.
     */
    default boolean isDue() {
        return false;
    }

    /**
     * Lets go of files, connections and threads. Called after each {@link #open}, whatever it did.
     */
    void close();
}
