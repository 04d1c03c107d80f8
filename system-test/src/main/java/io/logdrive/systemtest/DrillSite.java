package io.logdrive.systemtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The pipeline that a drill breaks: agents, a proxy, ingest, a proxy, the destination.
 *
 * <p>Confined to the thread of the drill, apart from the figures it answers.
 */
final class DrillSite implements AutoCloseable {
    private final Server destination;
    private final Server ingest;
    private final FaultProxy intake;
    private final FaultProxy batches;
    private final List<DrillAgent> agents = new ArrayList<>();

    DrillSite(DrillPlan plan) {
        Path folder = plan.folder();
        destination =
                new Server("destination", folder.resolve("destination"), Server.War.DESTINATION);
        batches = FaultProxy.start("batches", destination.receivePort());
        ingest =
                new Server("ingest", folder.resolve("ingest"), Server.War.INGEST)
                        .forwardTo(batches.port());
        intake = FaultProxy.start("intake", ingest.intakePort());
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

    /** Starts all and waits until both WARs are ready. */
    void start() {
        destination.launch();
        ingest.launch();
        destination.awaitReady();
        ingest.awaitReady();
        agents.forEach(agent -> agent.start());
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

    long acknowledged() {
        return agents.stream().mapToLong(DrillAgent::acknowledged).sum();
    }

    long attempted() {
        return agents.stream().mapToLong(DrillAgent::attempted).sum();
    }

    @Override
    public void close() {
        GuardedProcess.killAll();
        intake.close();
        batches.close();
    }
}
