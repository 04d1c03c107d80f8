package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged agent tails files that are written, rotated, copied, truncated and compressed in any
 * order, while it is killed and its server resets connections, each time as a seed says. Confined
 * to the test's thread.
 */
@Timeout(300)
class TailDrillIT {
    private static final Path JAR = Path.of("target", "agent-client.jar");
    private static final int LOGS = 4;
    private static final int ACTS = 600;
    private static final long PACE_NANOS = 20_000_000;

    @TempDir Path directory;
    private final List<Process> started = new ArrayList<>();
    private int starts;

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 11, 12, 13})
    void whatIsWrittenArrivesOnceAndInOrder(long seed) throws Exception {
        Random random = new Random(seed);
        List<RotatedLog> logs = new ArrayList<>();
        for (int i = 0; i < LOGS; i++) {
            logs.add(new RotatedLog(directory.resolve("logs/" + i), "w" + i, seed + i));
        }
        try (AckServer server = new AckServer(resetting(seed))) {
            Arrivals arrived = new Arrivals(server);
            try {
                drill(random, logs, server, arrived);
                int written = logs.stream().mapToInt(RotatedLog::written).sum();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> arrived.look().count() >= written);
                assertEachLineOnceAndInOrder(arrived, logs);
            } catch (AssertionError | ConditionTimeoutException e) {
                report(arrived);
                throw e;
            }
        }
    }

    private void drill(Random random, List<RotatedLog> logs, AckServer server, Arrivals arrived)
            throws IOException, InterruptedException {
        Process agent = null;
        RotatedLog.Act[] acts = RotatedLog.Act.values();
        for (int i = 0; i < ACTS; i++) {
            // The pace of those who write, not a wait for anything.
            LockSupport.parkNanos(PACE_NANOS);
            if (agent == null ? random.nextInt(20) == 0 : random.nextInt(80) == 0) {
                agent = agent == null ? start(server) : killed(agent);
            }
            int act = random.nextInt(3 * acts.length);
            logs.get(random.nextInt(LOGS))
                    .act(acts[act < acts.length ? act : 0], line -> arrived.look().contains(line));
        }
        if (agent == null) {
            start(server);
        }
        for (RotatedLog log : logs) {
            log.act(RotatedLog.Act.WRITE, line -> true);
        }
    }

    /** Takes chunks and now and then resets instead of acknowledging: nobody knows it has them. */
    private static AckServer.Behaviour resetting(long seed) {
        return (session, index) -> {
            Random random = new Random(seed * 1_000 + index);
            for (AckServer.Received next = session.next(); next != null; next = session.next()) {
                if (random.nextInt(40) == 0) {
                    session.reset();
                    return;
                }
                session.acknowledge(next);
            }
        };
    }

    private static @Nullable Process killed(Process running) throws InterruptedException {
        running.destroyForcibly();
        assertThat(running.waitFor()).isEqualTo(137);
        return null;
    }

    private Process start(AckServer server) throws IOException {
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-jar",
                        JAR.toString(),
                        "tail",
                        directory.resolve("logs") + "/*/app.log*",
                        "--checkpoint=" + directory.resolve("checkpoint"),
                        "--server=127.0.0.1:" + server.port());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("out" + starts++ + ".txt").toFile())
                        .start();
        started.add(process);
        return process;
    }

    private static void assertEachLineOnceAndInOrder(Arrivals arrived, List<RotatedLog> logs) {
        List<String> missing = new ArrayList<>();
        for (RotatedLog log : logs) {
            for (int n = 0; n < log.written(); n++) {
                if (!arrived.contains(log.line(n))) {
                    missing.add(log.line(n).split(" ", 2)[0]);
                }
            }
        }
        assertThat(missing).as("lines that are missing").isEmpty();
        assertThat(arrived.byLine())
                .allSatisfy((line, places) -> assertThat(places).as(line).hasSize(1));
        assertThat(arrived.byOrigin().values())
                .allSatisfy(
                        lines ->
                                assertThat(lines.values())
                                        .extracting(TailDrillIT::number)
                                        .isSorted());
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.indexOf('-') + 1, line.indexOf(' ')));
    }

    /** What a person needs who looks for a line. */
    private void report(Arrivals arrived) throws IOException {
        System.out.println("lines that came: " + arrived.count());
        arrived.byLine()
                .forEach(
                        (line, places) -> {
                            if (places.size() > 1) {
                                System.out.println(line.split(" ", 2)[0] + " " + places);
                            }
                        });
        for (int i = 0; i < starts; i++) {
            System.out.println("-- start " + i);
            System.out.println(Files.readString(directory.resolve("out" + i + ".txt"), UTF_8));
        }
    }
}
