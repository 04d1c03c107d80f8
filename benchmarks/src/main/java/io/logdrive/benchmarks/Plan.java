package io.logdrive.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured, and how often.
 *
 * <p>Immutable.
 *
 * @param database into which
 * @param load what is sent in each run
 * @param runs how often each measurement is made
 * @param fresh whether each run has a server of its own
 * @param floors whether the floors are measured
 * @param server how servers are started
 * @param recording where a JFR recording of the counted runs goes, or null
 * @param flameGraph where a flame graph of them goes, or null
 */
record Plan(
        DatabaseKind database,
        Load load,
        int runs,
        boolean fresh,
        boolean floors,
        Server.Options server,
        @Nullable Path recording,
        @Nullable Path flameGraph) {
    /**
     * What is sent.
     *
     * <p>Immutable.
     *
     * @param lines of a run
     * @param connections a measurement for each of these numbers
     * @param lineBytes about how long a line is
     * @param warmUp lines sent before, not counted; 0 for none
     * @param acknowledged whether the agent sends with acknowledgements
     */
    record Load(
            long lines,
            List<Integer> connections,
            int lineBytes,
            long warmUp,
            boolean acknowledged) {
        /** A run. */
        AgentRun.Sending sending(int over) {
            return new AgentRun.Sending("max", lines, over, acknowledged);
        }

        /** What comes before the runs. */
        AgentRun.Sending warmingUp() {
            return new AgentRun.Sending("max", warmUp, connectionsMost(), acknowledged);
        }

        /** The greatest number of connections. */
        int connectionsMost() {
            return connections.stream().mapToInt(Integer::intValue).max().orElse(1);
        }
    }
}
