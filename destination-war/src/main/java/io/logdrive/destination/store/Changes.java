package io.logdrive.destination.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Executions of one statement, each of which changes one row, sent together: a round trip for all
 * of them instead of one for each.
 *
 * <p>Confined to the writer's thread.
 */
final class Changes {
    private final PreparedStatement statement;
    private final List<Supplier<String>> rows = new ArrayList<>();

    Changes(PreparedStatement statement) {
        this.statement = statement;
    }

    /**
     * The statement as it is bound now is to be executed.
     *
     * @param row says which row it changes, if that is not there
     */
    void add(Supplier<String> row) throws SQLException {
        statement.addBatch();
        rows.add(row);
    }

    /**
     * Executes them.
     *
     * @throws IllegalStateException when one of them did not find its row
     */
    void flush() throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        int[] found = statement.executeBatch();
        for (int i = 0; i < found.length; i++) {
            if (found[i] != 1) {
                throw new IllegalStateException(
                        rows.get(i).get() + ": expected 1 row, found " + found[i]);
            }
        }
        rows.clear();
    }
}
