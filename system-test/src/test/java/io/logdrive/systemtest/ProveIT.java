package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Show 1 of issue 3: a short drill holds, and each planted bug makes one fail. */
@ExtendWith(ProcessLogs.class)
class ProveIT {
    private static final long SEED = 20_261_121;

    @Test
    void holdsThroughKillsAndCuts() {
        Set<FaultKind> kinds =
                EnumSet.of(
                        FaultKind.KILL_AGENT,
                        FaultKind.KILL_INGEST,
                        FaultKind.KILL_DESTINATION,
                        FaultKind.CUT_INTAKE,
                        FaultKind.CUT_BATCHES,
                        FaultKind.TRICKLE);

        if (DatabaseKind.chosen() == DatabaseKind.POSTGRESQL) {
            kinds.add(FaultKind.KILL_DATABASE);
        }

        DrillReport report =
                drill("holds", DatabaseKind.chosen(), 20_000, kinds.size(), kinds, null);

        assertThat(report.problems()).isEmpty();
        assertThat(counts(report))
                .isEqualTo(
                        Map.of(
                                "lost",
                                0L,
                                "doubled",
                                0L,
                                "damaged",
                                0L,
                                "disordered",
                                0L,
                                "invented",
                                0L));
        assertThat(report.rows()).isEqualTo(20_000);
        assertThat(report.faultsByKind()).hasSize(kinds.size());
        assertThat(report.isClean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGE_BEFORE_COMMIT, KILL_DESTINATION, lost",
        "SKIP_LEDGER, CUT_BATCHES, doubled",
        "CONFIRM_BEFORE_DURABLE, KILL_INGEST, lost"
    })
    void findsAPlantedBug(DrillPlan.Sabotage sabotage, FaultKind kind, String finding) {
        int faults = kind == FaultKind.CUT_BATCHES ? 8 : 3;

        DrillReport report =
                drill(sabotage.word(), DatabaseKind.H2, 40_000, faults, EnumSet.of(kind), sabotage);

        assertThat(report.isClean()).isFalse();
        assertThat(counts(report).get(finding))
                .as("%s: %s", finding, report.problems())
                .isPositive();
    }

    private static DrillReport drill(
            String name,
            DatabaseKind database,
            long lines,
            int faults,
            Set<FaultKind> kinds,
            DrillPlan.@Nullable Sabotage sabotage) {
        Path folder = Folders.fresh("ProveIT-" + name);
        DrillPlan plan =
                new DrillPlan(
                        database,
                        lines,
                        faults,
                        kinds,
                        SEED,
                        0,
                        2,
                        sabotage,
                        folder,
                        System.out::println,
                        List.of(),
                        false);
        DrillReport report = Drill.run(plan);
        System.out.println(DrillReportText.text(report, "ProveIT"));
        return report;
    }

    private static Map<String, Long> counts(DrillReport report) {
        return report.findingsInOrder().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().count()));
    }
}
