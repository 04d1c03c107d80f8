package io.logdrive.destination.query;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.DeadLetters;
import io.logdrive.destination.store.Ending;
import io.logdrive.destination.store.LedgerReader;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.Store;
import io.logdrive.payara.access.Caller;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the resources answer from: whatever is asked of one that was made for a caller, it shows no
 * message that does not match the caller's filter. Thread-safe.
 */
public record Queries(
        QueryConfig config,
        MessageReader messages,
        LedgerReader ledger,
        DeadLetters deadLetters,
        Slots exports,
        Tails tails,
        Clock clock) {

    /** Over a store. Its tails must be stopped. */
    public static Queries of(QueryConfig config, Store store, ThreadFactory threads, Clock clock) {
        return new Queries(
                config,
                store.messages(),
                store.ledger(),
                store.deadLetters(),
                new Slots("export", config.exportsMax()),
                Tails.start(config.tails(), store, threads),
                clock);
    }

    /**
     * The same for one caller.
     *
     * @throws QueryProblem 403 when there is none, or its filter cannot be understood any more
     */
    public Queries of(@Nullable Caller caller) {
        return of(caller, null);
    }

    /**
     * As above.
     *
     * @param ending what ends its searches; null when nobody does
     */
    public Queries of(@Nullable Caller caller, @Nullable Ending ending) {
        if (caller == null) {
            throw QueryProblem.forbidden("caller: expected one, found none");
        }
        String filter = caller.filter();
        if (filter == null && ending == null) {
            return this;
        }
        MessageReader theirs = ending == null ? messages : messages.until(ending);
        return new Queries(
                config,
                filter == null ? theirs : theirs.within(filter, enforced(filter)),
                ledger,
                deadLetters,
                exports,
                tails,
                clock);
    }

    private static Condition enforced(String filter) {
        if (filter.isBlank()) {
            // Nobody makes such a one; it must not mean everything.
            return new Condition.Any(List.of());
        }
        try {
            return QueryParser.parse(filter);
        } catch (QueryProblem e) {
            throw QueryProblem.forbidden("filter of the token: " + e.getMessage());
        }
    }

    /** Begins a tail for which a slot was taken; it is given back when the client is closed. */
    TailClient begin(TailSearch search, TailOutlet outlet) {
        return tails.begin(search.within(messages.enforced()), outlet);
    }
}
