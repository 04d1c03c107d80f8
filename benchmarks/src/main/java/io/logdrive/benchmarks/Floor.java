package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A bare way to insert rows, with nothing before it and no ledger beside it.
 *
 * <p>Confined to the thread that calls it.
 */
interface Floor {
    /** What it does, for people. */
    String text();

    /**
     * Inserts rows 0 to {@code count} into a new database for the folder {@code data}.
     *
     * @return how long the inserting took
     */
    Duration insert(Path data, Rows rows, long count) throws SQLException, IOException;
}
