package io.logdrive.systemtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a drill does.
 *
 * <p>Immutable.
 *
 * @param database what the destination stores in
 * @param lines of all agents together
 * @param faults how many
 * @param kinds of which kinds
 * @param seconds how long the load shall take at least; 0 for as long as the faults take
 * @param sabotage a bug to plant, which the drill must then find; null for none
 * @param folder for all data and logs
 * @param progress where a line is said for each fault
 * @param leftOut kinds that this machine cannot do, and why
 * @param soak whether to look for what grows in the processes meanwhile
 */
record DrillPlan(
        DatabaseKind database,
        long lines,
        int faults,
        Set<FaultKind> kinds,
        long seed,
        int seconds,
        int agents,
        @Nullable Sabotage sabotage,
        Path folder,
        Progress progress,
        List<String> leftOut,
        boolean soak) {

    /** Says a line. Thread-safe. */
    interface Progress {
        void say(String line);
    }

    /** A bug that the WARs can be told to have, and the WAR that has it. Immutable. */
    enum Sabotage {
        ACKNOWLEDGE_BEFORE_COMMIT(Server.War.DESTINATION),
        SKIP_LEDGER(Server.War.DESTINATION),
        CONFIRM_BEFORE_DURABLE(Server.War.INGEST);

        private final Server.War war;

        Sabotage(Server.War war) {
            this.war = war;
        }

        Server.War war() {
            return war;
        }

        String option() {
            return "-Dio.logdrive.drill.sabotage=" + word();
        }

        @Override
        public String toString() {
            return word();
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    Schedule schedule() {
        return Schedule.of(seed, faults, kinds);
    }

    /** Without any further line for so long, what is missing will not come any more. */
    Duration standstillMax() {
        // A planted bug loses lines; nobody needs to wait long for those.
        return sabotage == null ? Duration.ofMinutes(2) : Duration.ofSeconds(45);
    }

    /** How long the load shall take. */
    int loadSeconds() {
        return seconds > 0 ? seconds : schedule().seconds() + 10;
    }
}
