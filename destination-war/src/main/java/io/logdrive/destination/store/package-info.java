/**
 * The SQL database: schema, group commit, ledger, and reading both back.
 *
 * <p>Not here: sockets and HTTP. The only package that knows {@code java.sql}; nothing of it is
 * visible outside. What differs between H2, PostgreSQL and SQLite is behind {@code Database},
 * {@code Dialect} and {@code MessageWriter} (decision 0060); the rest is one text for all.
 *
 * <p>Any number of writers may be at work on one database. What a transaction decides upon, it has
 * locked before it read it: dead letter, origins in the order of their ids, row of totals, in that
 * order (decision 0035).
 *
 * <p>The invariant: rows and ledger change in one transaction, and a batch is acknowledged only
 * after that transaction's commit returned. A batch that could not be committed is never
 * acknowledged: its sender still has it.
 */
@NullMarked
package io.logdrive.destination.store;

import org.jspecify.annotations.NullMarked;
