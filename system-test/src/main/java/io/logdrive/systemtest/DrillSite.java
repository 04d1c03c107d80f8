package io.logdrive.systemtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline that a drill breaks: agents, a proxy, ingest, a proxy, the destination.
 *
 * <p>Confined to the thread of the drill, apart from the figures it answers.
 */
final class DrillSite implements AutoCloseable {
    private static final long JOURNAL_DISK_BYTES = 448 << 20;

    /** Less than by default, for a disk that is small. */
    private static final String DISK_FREE_MIN = "64MiB";

    private static final long DATABASE_DISK_BYTES = 256 << 20;
    private static final long DATABASE_LINE_BYTES = 1 << 10;

    private final @Nullable PostgresServer postgres;
    private final Server destination;
    private final Server ingest;
    private final FaultProxy intake;
    private final FaultProxy batches;
    private final List<DrillAgent> agents = new ArrayList<>();
    private final Map<Server.War, SmallDisk> disks = new EnumMap<>(Server.War.class);

    DrillSite(DrillPlan plan) {
        Path folder = plan.folder();
        Path ofDestination = folder.resolve("destination");
        destination = new Server("destination", ofDestination, Server.War.DESTINATION);
        postgres = plan.database() == DatabaseKind.POSTGRESQL ? new PostgresServer(folder) : null;
        destination.use(postgres == null ? plan.database().in(ofDestination) : postgres);
        batches = FaultProxy.start("batches", destination.receivePort());
        ingest =
                new Server("ingest", folder.resolve("ingest"), Server.War.INGEST)
                        .forwardTo(batches.port());
        intake = FaultProxy.start("intake", ingest.intakePort());
        mountDisks(plan);
        DrillPlan.Sabotage sabotage = plan.sabotage();
        if (sabotage != null) {
            server(sabotage.war()).javaOption(sabotage.option());
        }
        long rate = Math.max(1, plan.lines() / plan.agents() / plan.loadSeconds());
        for (int i = 0; i < plan.agents(); i++) {
            long lines = plan.lines() / plan.agents() + (i < plan.lines() % plan.agents() ? 1 : 0);
            agents.add(
                    new DrillAgent(
                            "drill-" + (i + 1),
                            lines,
                            rate,
                            intake.port(),
                            folder.resolve("agents")));
        }
    }

    /** Small ones, where they are to be filled. */
    private void mountDisks(DrillPlan plan) {
        if (plan.kinds().contains(FaultKind.FILL_DISK_INGEST)) {
            disks.put(Server.War.INGEST, SmallDisk.mount(ingest.data(), JOURNAL_DISK_BYTES));
            ingest.set("logdrive.ingest.queue.disk-free-min", DISK_FREE_MIN);
        }
        if (plan.kinds().contains(FaultKind.FILL_DISK_DESTINATION)) {
            long bytes = DATABASE_DISK_BYTES + plan.lines() * DATABASE_LINE_BYTES;
            disks.put(Server.War.DESTINATION, SmallDisk.mount(destination.data(), bytes));
        }
    }

    /** The one that this WAR's data is on, which must be small for a fault of the plan. */
    SmallDisk disk(Server.War war) {
        SmallDisk disk = disks.get(war);
        if (disk == null) {
            throw new IllegalStateException(war + ": expected a disk to fill, found none");
        }
        return disk;
    }

    /** Starts all and waits until both WARs are ready. */
    void start() {
        if (postgres != null) {
            postgres.start();
        }
        destination.launch();
        ingest.launch();
        destination.awaitReady();
        ingest.awaitReady();
        agents.forEach(agent -> agent.start());
    }

    /** The database's own server, where there is one. */
    Optional<PostgresServer> postgres() {
        return Optional.ofNullable(postgres);
    }

    Server server(Server.War war) {
        return war == Server.War.INGEST ? ingest : destination;
    }

    Server ingest() {
        return ingest;
    }

    Server destination() {
        return destination;
    }

    /** Between the agents and ingest. */
    FaultProxy intake() {
        return intake;
    }

    /** Between ingest and the destination. */
    FaultProxy batches() {
        return batches;
    }

    List<DrillAgent> agents() {
        return List.copyOf(agents);
    }

    /** The ids of the processes that run, by name. */
    Map<String, Long> processes() {
        Map<String, Long> ids = new LinkedHashMap<>();
        ids.put("ingest", ingest.process().pid());
        ids.put("destination", destination.process().pid());
        agents.stream()
                .filter(DrillAgent::isAlive)
                .forEach(agent -> ids.put(agent.source(), agent.pid()));
        return ids;
    }

    long acknowledged() {
        return agents.stream().mapToLong(DrillAgent::acknowledged).sum();
    }

    long attempted() {
        return agents.stream().mapToLong(DrillAgent::attempted).sum();
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
        GuardedProcess.killAll();
        intake.close();
        batches.close();
        disks.values().forEach(SmallDisk::close);
    }
}
