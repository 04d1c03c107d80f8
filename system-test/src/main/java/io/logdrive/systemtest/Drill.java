package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Starts the pipeline, sends numbered lines through it, breaks it meanwhile as planned, and then
 * checks that each line is there once.
 *
 * <p>Confined to one thread.
 */
final class Drill {
    private static final Duration PROGRESS_MAX = Duration.ofSeconds(30);

    private final DrillPlan plan;
    private final DrillReport report;
    private long begin;

    private Drill(DrillPlan plan) {
        this.plan = plan;
        this.report = new DrillReport(plan);
    }

    /** Does all of it; no process of it is left when it returns. */
    static DrillReport run(DrillPlan plan) {
        Drill drill = new Drill(plan);
        try {
            Files.createDirectories(plan.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (DrillSite site = new DrillSite(plan)) {
            drill.run(site);
        }
        return drill.report;
    }

    private void run(DrillSite site) {
        plan.progress()
                .say("Starting ingest, the destination and " + plan.agents() + " agents ...");
        site.start();
        begin = System.nanoTime();
        HalfOpenWatch watch = new HalfOpenWatch();
        DrillProgress progress = new DrillProgress(site, plan.progress(), begin);
        try (progress) {
            FaultCrew crew = new FaultCrew(site, watch);
            loadAndBreak(site, crew, progress);
            watch.problems().forEach(report::problem);
            report.longestHalfOpen(watch.longestSeconds());
            awaitDrained(progress, site.acknowledged());
        }
        report.loadSeconds(FaultCrew.secondsSince(begin));
        report.agents(site.agents());
        audit(site, progress);
    }

    private void loadAndBreak(DrillSite site, FaultCrew crew, DrillProgress progress) {
        if (!plan.soak()) {
            breakAsPlanned(site, crew, progress);
            awaitAgents(site);
            return;
        }
        Soak soak = Soak.start(site, begin);
        try (soak) {
            breakAsPlanned(site, crew, progress);
            awaitAgents(site);
        }
        report.soak(soak.table(), soak.problems());
    }

    private void breakAsPlanned(DrillSite site, FaultCrew crew, DrillProgress progress) {
        Schedule schedule = plan.schedule();
        for (Schedule.Planned fault : schedule.faults()) {
            long acknowledged = site.acknowledged();
            awaitTurn(fault, schedule.faults().size());
            if (fault.afterProgress()) {
                awaitProgress(site, acknowledged);
            }
            FaultCrew.last(fault.pauseMillis());
            if (site.agents().stream().noneMatch(DrillAgent::isAlive)) {
                report.faultWithoutLoad();
            }
            FaultOutcome outcome = crew.execute(fault, FaultCrew.secondsSince(begin));
            report.fault(outcome);
            progress.say(outcome.text());
        }
    }

    /** With {@code --seconds} the faults are spread evenly over these. */
    private void awaitTurn(Schedule.Planned fault, int faults) {
        double turn = (double) plan.seconds() * (fault.number() - 1) / faults;
        double left = turn - FaultCrew.secondsSince(begin);
        if (left > 0) {
            FaultCrew.last((long) (left * 1e3));
        }
    }

    /** Lets lines flow again; a fault that comes before they do is none the less a fault. */
    private static void awaitProgress(DrillSite site, long acknowledged) {
        try {
            await().atMost(PROGRESS_MAX)
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () ->
                                    site.acknowledged() > acknowledged
                                            || site.agents().stream()
                                                    .noneMatch(DrillAgent::isAlive));
        } catch (ConditionTimeoutException e) {
            return; // Whether they flow again at all is asked at the end.
        }
    }

    private void awaitAgents(DrillSite site) {
        boolean done =
                Standstill.await(
                        plan.standstillMax(),
                        site::acknowledged,
                        () -> site.agents().stream().map(DrillAgent::isDone).allMatch(is -> is));
        if (!done) {
            report.problem(
                    "agents: expected every line to be acknowledged, found "
                            + site.acknowledged()
                            + " of "
                            + plan.lines()
                            + " and no progress for "
                            + plan.standstillMax().toSeconds()
                            + " s");
        }
        site.agents().forEach(agent -> agent.oddEnds().forEach(report::problem));
    }

    private void awaitDrained(DrillProgress progress, long acknowledged) {
        boolean drained =
                Standstill.await(
                        plan.standstillMax(),
                        progress::stored,
                        () -> progress.queued() == 0 && progress.stored() >= acknowledged);
        if (!drained) {
            report.problem(
                    "queue: expected it to drain, found "
                            + progress.queued()
                            + " lines in it and "
                            + progress.stored()
                            + " of "
                            + acknowledged
                            + " acknowledged lines stored, and no progress for "
                            + plan.standstillMax().toSeconds()
                            + " s");
        }
    }

    private void audit(DrillSite site, DrillProgress progress) {
        progress.say("Stopping and checking every row ...");
        Map<String, Long> lines = new LinkedHashMap<>();
        site.agents().forEach(agent -> lines.put(agent.source(), agent.lines()));
        try {
            report.ledger(LedgerAudit.of(site.destination().httpPort(), lines));
        } catch (IllegalStateException | UncheckedIOException e) {
            report.problem("ledger: " + FaultCrew.firstLine(e));
        }
        for (Server server : List.of(site.ingest(), site.destination())) {
            try {
                server.stop();
            } catch (IllegalStateException e) {
                report.problem("stop: " + FaultCrew.firstLine(e));
                server.kill();
            }
        }
        report.rows(new RowAudit(lines).read(site.destination().database()));
        try (Rows rows = site.destination().rows()) {
            List<String> problems = new ArrayList<>();
            expectNone(problems, "table dead_letter", rows.deadLetters());
            expectNone(problems, "table ledger, origins that differ", rows.ledgerDifferences());
            problems.forEach(report::problem);
        }
        report.seconds(FaultCrew.secondsSince(begin));
    }

    private static void expectNone(List<String> problems, String what, long found) {
        if (found != 0) {
            problems.add(String.format(Locale.ROOT, "%s: expected none, found %d", what, found));
        }
    }
}
