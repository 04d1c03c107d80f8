package io.logdrive.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What {@code benchmarks/load} is to measure.
 *
 * <p>Immutable.
 *
 * @param database into which
 * @param databaseSettings of a database server of its own
 * @param server how servers are started
 * @param warmUp lines sent to each before, not counted; 0 for none
 * @param parts what is measured
 * @param recorded whether charts are written
 */
record LoadPlan(
        DatabaseKind database,
        Map<String, String> databaseSettings,
        Server.Options server,
        long warmUp,
        List<LoadPart> parts,
        boolean recorded) {}
