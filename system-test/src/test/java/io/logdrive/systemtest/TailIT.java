package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.RotatedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Show 1 of issue 6: programs write, files are renamed, copied, truncated, compressed and deleted,
 * agent, ingest and destination are killed, each when a seed says; then the table holds what was
 * written. How long and by which seed: {@code -Dlogdrive.tail.seconds=300 -Dlogdrive.tail.seed=7}.
 */
@ExtendWith(ProcessLogs.class)
class TailIT {
    private static final int LOGS = 6;
    private static final long SECONDS = Long.getLong("logdrive.tail.seconds", 40);
    private static final long SEED = Long.getLong("logdrive.tail.seed", 20261122);
    private static final int ACTS_A_SECOND = 40;
    private static final int KILL_SECONDS = 15;

    private final Path folder = Folders.fresh(TailIT.class);
    private final Random random = new Random(SEED);
    private final Set<Server> starting = new HashSet<>();
    private int agents;

    @Test
    void whatIsWrittenIsInTheTableOnceAndInOrder() throws IOException {
        List<RotatedLog> logs = new ArrayList<>();
        for (int i = 0; i < LOGS; i++) {
            logs.add(new RotatedLog(folder.resolve("logs/" + i), "w" + i, SEED + i));
        }
        Server destination =
                new Server("destination", folder, Server.War.DESTINATION)
                        .use(DatabaseKind.chosen().in(folder))
                        .start();
        Server ingest =
                new Server("ingest", folder, Server.War.INGEST)
                        .forwardTo(destination.receivePort())
                        .set("logdrive.ingest.batch.age-max", "PT0.1S")
                        .start();
        GuardedProcess agent = write(logs, ingest, destination);
        int written = logs.stream().mapToInt(RotatedLog::written).sum();
        ingest.awaitReady();
        destination.awaitReady();
        destination.messages().awaitStored(written, Duration.ofMinutes(5));
        agent.terminate();
        assertThat(agent.awaitExit(Duration.ofSeconds(20))).isZero();
        ingest.queue().awaitEmpty(Duration.ofSeconds(20));
        ingest.stop();
        destination.stop();

        try (Rows rows = destination.rows()) {
            assertThat(rows.count()).isEqualTo(written);
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
            for (RotatedLog log : logs) {
                List<String> expected = new ArrayList<>();
                for (int n = 0; n < log.written(); n++) {
                    expected.add(log.line(n));
                }
                // Equal as sorted lists: who compares in any order does it in square time.
                expected.sort(null);
                assertThat(
                                rows.bodiesWith(log.line(0).split("-", 2)[0] + "-").stream()
                                        .sorted()
                                        .toList())
                        .isEqualTo(expected);
            }
            assertThat(rows.bodiesByOrigin())
                    .allSatisfy((origin, bodies) -> assertThat(numbers(bodies)).isSorted());
        }
    }

    /** Writes for {@link #SECONDS}; answers the agent that runs at the end. */
    private GuardedProcess write(List<RotatedLog> logs, Server ingest, Server destination)
            throws IOException {
        @Nullable GuardedProcess agent = start(ingest);
        RotatedLog.Act[] acts = RotatedLog.Act.values();
        for (long i = 0; i < SECONDS * ACTS_A_SECOND; i++) {
            // The pace of those who write, not a wait for anything.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / ACTS_A_SECOND);
            int act = random.nextInt(4 * acts.length);
            logs.get(random.nextInt(LOGS))
                    .act(acts[act < acts.length ? act : 0], line -> isStored(destination, line));
            if (agent != null && random.nextInt(4 * ACTS_A_SECOND) == 0) {
                agent.kill();
                agent = null;
            }
            if (i % (KILL_SECONDS * ACTS_A_SECOND) == 5 * ACTS_A_SECOND) {
                killOne(random.nextBoolean() ? ingest : destination);
            }
            if (agent == null && random.nextInt(ACTS_A_SECOND) == 0) {
                agent = start(ingest);
            }
        }
        for (RotatedLog log : logs) {
            log.act(RotatedLog.Act.WRITE, line -> true);
        }
        return agent == null ? start(ingest) : agent;
    }

    /** Writing goes on while it starts; one that is still starting is left to it. */
    private void killOne(Server server) {
        if (isUp(server)) {
            server.kill();
            server.launch();
            starting.add(server);
        }
    }

    /** Who is up stays it until he is killed: asked only until then. */
    private boolean isUp(Server server) {
        if (starting.contains(server) && server.isReady()) {
            starting.remove(server);
        }
        return !starting.contains(server);
    }

    private boolean isStored(Server destination, String line) {
        String text = line.substring(0, line.indexOf(' ') + 1);
        return isUp(destination) && destination.messages().hasLately(text);
    }

    private GuardedProcess start(Server server) {
        String name = "tail-" + ++agents;
        List<String> command =
                List.of(
                        Artefacts.java().toString(),
                        "-Xmx64m",
                        "-jar",
                        Artefacts.agent().toString(),
                        "tail",
                        folder.resolve("logs") + "/*/app.log*",
                        "--checkpoint=" + folder.resolve("checkpoint"),
                        "--server=127.0.0.1:" + server.intakePort());
        return GuardedProcess.start(name, command, folder, folder.resolve(name + ".log"));
    }

    private static List<Integer> numbers(List<String> bodies) {
        return bodies.stream()
                .map(body -> body.substring(body.indexOf('-') + 1, body.indexOf(' ')))
                .map(Integer::valueOf)
                .toList();
    }
}
