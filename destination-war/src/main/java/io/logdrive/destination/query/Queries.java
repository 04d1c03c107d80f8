package io.logdrive.destination.query;

import io.logdrive.destination.store.DeadLetters;
import io.logdrive.destination.store.LedgerReader;
import io.logdrive.destination.store.MessageReader;
import java.time.Clock;

/** What the resources answer from. Thread-safe. */
public record Queries(
        QueryConfig config,
        MessageReader messages,
        LedgerReader ledger,
        DeadLetters deadLetters,
        Clock clock) {}
