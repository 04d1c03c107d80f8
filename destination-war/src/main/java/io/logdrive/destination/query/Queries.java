package io.logdrive.destination.query;

import io.logdrive.destination.store.DeadLetters;
import io.logdrive.destination.store.LedgerReader;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.Store;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/** What the resources answer from. Thread-safe. */
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
}
