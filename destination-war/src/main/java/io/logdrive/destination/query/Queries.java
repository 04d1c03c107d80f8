package io.logdrive.destination.query;

import io.logdrive.destination.store.DeadLetters;
import io.logdrive.destination.store.LedgerReader;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.Store;
import java.time.Clock;

/** What the resources answer from. Thread-safe. */
public record Queries(
        QueryConfig config,
        MessageReader messages,
        LedgerReader ledger,
        DeadLetters deadLetters,
        Slots exports,
        Clock clock) {

    /** Over a store. */
    public static Queries of(QueryConfig config, Store store, Clock clock) {
        return new Queries(
                config,
                store.messages(),
                store.ledger(),
                store.deadLetters(),
                new Slots("export", config.exportsMax()),
                clock);
    }
}
