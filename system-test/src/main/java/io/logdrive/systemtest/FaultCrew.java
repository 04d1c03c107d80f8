package io.logdrive.systemtest;

import io.logdrive.systemtest.FaultProxy.Direction;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Does the faults to the pipeline, one at a time, and brings it back from each.
 *
 * <p>Confined to the thread of the drill.
 */
final class FaultCrew {
    private static final Duration CRASH_MAX = Duration.ofSeconds(90);
    private static final int CRASH_PASSES_MAX = 40;

    private final DrillSite site;
    private final HalfOpenWatch watch;

    FaultCrew(DrillSite site, HalfOpenWatch watch) {
        this.site = site;
        this.watch = watch;
    }

    /** Does the fault; returns when the processes that it ended are ready again. */
    FaultOutcome execute(Schedule.Planned fault, double atSeconds) {
        FaultOutcome outcome = new FaultOutcome(fault, atSeconds);
        Random random = new Random(fault.seed());
        switch (fault.kind()) {
            case KILL_AGENT -> killAgent(outcome, random);
            case KILL_INGEST -> kill(outcome, site.ingest());
            case KILL_DESTINATION -> kill(outcome, site.destination());
            case KILL_ALL -> killAll(outcome);
            case TERM_INGEST -> terminate(outcome, site.ingest());
            case TERM_DESTINATION -> terminate(outcome, site.destination());
            case PAUSE_INGEST -> freeze(outcome, site.ingest(), random);
            case PAUSE_DESTINATION -> freeze(outcome, site.destination(), random);
            case CUT_INTAKE -> cut(outcome, site.intake(), random);
            case CUT_BATCHES -> cut(outcome, site.batches(), random);
            case HALF_OPEN_INTAKE -> halfOpen(outcome, site.intake(), random);
            case HALF_OPEN_BATCHES -> halfOpen(outcome, site.batches(), random);
            case TRICKLE -> trickle(outcome, random);
            case CRASH_POINT -> crash(outcome, random);
            case FILL_DISK_INGEST -> fillDisk(outcome, Server.War.INGEST, random);
            case FILL_DISK_DESTINATION -> fillDisk(outcome, Server.War.DESTINATION, random);
            case KILL_DATABASE -> killDatabase(outcome, random);
        }
        return outcome;
    }

    /** Waits because the fault, or the time between two, lasts so long. */
    static void last(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("drill: interrupted", e);
        }
    }

    private void killAgent(FaultOutcome outcome, Random random) {
        List<DrillAgent> running = site.agents().stream().filter(DrillAgent::isAlive).toList();
        if (running.isEmpty()) {
            outcome.note("no agent was running any more");
            return;
        }
        DrillAgent agent = running.get(random.nextInt(running.size()));
        outcome.note(agent.source() + " pid " + agent.kill());
        agent.start();
    }

    private static void kill(FaultOutcome outcome, Server server) {
        outcome.note("pid " + server.process().pid());
        server.kill();
        launchAndWait(outcome, server);
    }

    private void killAll(FaultOutcome outcome) {
        List<DrillAgent> running = site.agents().stream().filter(DrillAgent::isAlive).toList();
        site.ingest().kill();
        site.destination().kill();
        running.forEach(DrillAgent::kill);
        site.postgres().ifPresent(PostgresServer::kill);
        outcome.note(
                (site.postgres().isPresent() ? 3 : 2)
                        + " servers and "
                        + running.size()
                        + " agents");
        running.forEach(agent -> agent.start());
        site.destination().launch();
        launchAndWait(outcome, site.ingest());
        // Last: the destination has to begin without it.
        site.postgres().ifPresent(PostgresServer::start);
        launchedAndWait(outcome, site.destination(), System.nanoTime());
    }

    private void killDatabase(FaultOutcome outcome, Random random) {
        PostgresServer server = site.postgres().orElseThrow();
        outcome.note("pid " + server.process().pid());
        server.kill();
        long millis = random.nextLong(5_000);
        last(millis);
        outcome.note("away for " + seconds(millis));
        long begin = System.nanoTime();
        server.start();
        launchedAndWait(outcome, site.destination(), begin);
    }

    private static void terminate(FaultOutcome outcome, Server server) {
        outcome.note("pid " + server.process().pid());
        long begin = System.nanoTime();
        try {
            server.stop();
            outcome.note(String.format(Locale.ROOT, "stopped in %.1f s", secondsSince(begin)));
        } catch (IllegalStateException e) {
            outcome.problem(firstLine(e));
            server.kill();
        }
        launchAndWait(outcome, server);
    }

    private static void launchAndWait(FaultOutcome outcome, Server server) {
        long begin = System.nanoTime();
        server.launch();
        launchedAndWait(outcome, server, begin);
    }

    private static void launchedAndWait(FaultOutcome outcome, Server server, long begin) {
        try {
            server.awaitReady();
            outcome.ready(secondsSince(begin));
        } catch (IllegalStateException e) {
            outcome.problem(firstLine(e));
        }
    }

    private static void freeze(FaultOutcome outcome, Server server, Random random) {
        long millis = random.nextLong(2_000, 8_000);
        server.process().freeze();
        last(millis);
        server.process().thaw();
        outcome.note(seconds(millis));
    }

    private static void cut(FaultOutcome outcome, FaultProxy proxy, Random random) {
        int times = random.nextInt(3) == 0 ? 1 : random.nextInt(5, 16);
        boolean refuse = random.nextBoolean();
        int connections = 0;
        proxy.refuse(refuse);
        for (int i = 0; i < times; i++) {
            connections += proxy.cut();
            last(200);
        }
        proxy.refuse(false);
        outcome.note(
                times
                        + " times, "
                        + connections
                        + " connections"
                        + (refuse ? ", new ones refused meanwhile" : ""));
    }

    private void halfOpen(FaultOutcome outcome, FaultProxy proxy, Random random) {
        Set<Direction> blocked =
                switch (random.nextInt(4)) {
                    case 0 -> EnumSet.of(Direction.TO_SERVER);
                    case 1 -> EnumSet.of(Direction.TO_CLIENT);
                    default -> EnumSet.allOf(Direction.class);
                };
        List<ProxyLink> links = proxy.halfOpen(blocked);
        outcome.note(links.size() + " connections, nothing passes " + words(blocked));
        links.forEach(link -> watch.watch(outcome.fault(), link, blocked, random.nextInt(5_000)));
    }

    private void trickle(FaultOutcome outcome, Random random) {
        FaultProxy proxy = random.nextBoolean() ? site.intake() : site.batches();
        long millis = random.nextLong(2_000, 6_000);
        proxy.trickle(true);
        last(millis);
        proxy.trickle(false);
        outcome.note((proxy == site.intake() ? "intake " : "batches ") + seconds(millis));
    }

    private void fillDisk(FaultOutcome outcome, Server.War war, Random random) {
        SmallDisk disk = site.disk(war);
        long millis = random.nextLong(5_000, 10_000);
        long filled = disk.fill();
        last(millis);
        disk.free();
        outcome.note("took the last " + (filled >> 20) + " MiB for " + seconds(millis));
    }

    private void crash(FaultOutcome outcome, Random random) {
        CrashPlace place = CrashPlace.any(random);
        // The first pass is the one that nothing has prepared; later ones come under full load.
        int pass = random.nextInt(3) == 0 ? 1 : random.nextInt(2, CRASH_PASSES_MAX);
        outcome.note(place.word() + ":" + pass);
        if (site.agents().stream().noneMatch(DrillAgent::isAlive)) {
            outcome.note("not tried: the load had ended");
        } else if (place == CrashPlace.SENT) {
            crashAgent(outcome, place.option(pass));
        } else {
            crashServer(outcome, site.server(place.war()), place.option(pass));
        }
    }

    private void crashAgent(FaultOutcome outcome, String option) {
        DrillAgent agent =
                site.agents().stream().filter(DrillAgent::isAlive).findFirst().orElseThrow();
        agent.kill();
        agent.start(option);
        try {
            checkCrashed(outcome, agent.awaitExit(CRASH_MAX));
        } catch (IllegalStateException e) {
            outcome.problem("expected to crash within " + CRASH_MAX + ", found it running");
            agent.kill();
        }
        agent.start();
    }

    private void crashServer(FaultOutcome outcome, Server server, String option) {
        server.kill();
        GuardedProcess armed = server.launch(option);
        try {
            checkCrashed(outcome, armed.awaitExit(CRASH_MAX));
        } catch (IllegalStateException e) {
            boolean loaded = site.agents().stream().anyMatch(DrillAgent::isAlive);
            String what = "expected to crash within " + CRASH_MAX + ", found it running";
            if (loaded) {
                outcome.problem(what);
            } else {
                outcome.note("not reached before the load ended");
            }
            server.kill();
        }
        launchAndWait(outcome, server);
    }

    private static void checkCrashed(FaultOutcome outcome, int status) {
        if (status == CrashPlace.STATUS) {
            outcome.note("reached");
        } else {
            outcome.problem("expected status " + CrashPlace.STATUS + ", found " + status);
        }
    }

    private static String words(Set<Direction> directions) {
        return String.join(
                " or ",
                Arrays.stream(Direction.values())
                        .filter(directions::contains)
                        .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
