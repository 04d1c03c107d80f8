package io.logdrive.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code benchmarks/query} is to measure.
 *
 * <p>Immutable.
 *
 * @param database in which
 * @param rows that are there before
 * @param days over how many days they are spread
 * @param data the folder of the database that stays, or null for one that goes
 * @param parts what is measured
 * @param databaseSettings of a database server of its own
 * @param server how servers are started
 */
record QueryPlan(
        DatabaseKind database,
        long rows,
        int days,
        @Nullable Path data,
        List<Named> parts,
        java.util.Map<String, String> databaseSettings,
        Server.Options server) {
    /** A part and its title. Immutable. */
    record Named(String title, Part part) {}

    /**
     * What is sent meanwhile.
     *
     * <p>Immutable.
     *
     * @param linesPerSecond where it is steady
     * @param lines where it is as much as is taken
     * @param runs how often that is repeated
     */
    record Load(int linesPerSecond, long lines, int runs) {}
}
