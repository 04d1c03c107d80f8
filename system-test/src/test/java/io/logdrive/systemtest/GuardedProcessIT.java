package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself: no process outlives the tests. */
@ExtendWith(ProcessLogs.class)
class GuardedProcessIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;

    /** Starts another process and waits for it, as {@code payara/run} does. */
    private static final List<String> PARENT = List.of("sh", "-c", "sleep 600 & wait");

    /** What the killed JVM runs: starts a process and waits until it is killed. Stateless. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            GuardedProcess child =
                    GuardedProcess.start("child", PARENT, folder, folder.resolve("child.log"));
            Path pid = folder.resolve("pid.new");
            Files.writeString(pid, Long.toString(child.pid()));
            Files.move(pid, folder.resolve("pid"));
            Thread.currentThread().join();
        }
    }

    @Test
    void endsWithTheTestJvmEvenWhenThatIsKilled() throws Exception {
        GuardedProcess jvm =
                GuardedProcess.start(
                        "victim",
                        List.of(
                                Artefacts.java().toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName(),
                                folder.toString()),
                        folder,
                        folder.resolve("victim.log"));
        Path pid = folder.resolve("pid");
        await().atMost(SOON).until(() -> Files.exists(pid) || !jvm.isAlive());
        ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
        ProcessHandle grandchild = onlyChildOf(child);

        ProcessHandle.of(jvm.pid()).orElseThrow().destroyForcibly();

        await().atMost(SOON).until(() -> !child.isAlive() && !grandchild.isAlive());
    }

    @Test
    void isKilledWithWhatItHasStarted() {
        GuardedProcess process =
                GuardedProcess.start("parent", PARENT, folder, folder.resolve("parent.log"));
        ProcessHandle child = onlyChildOf(ProcessHandle.of(process.pid()).orElseThrow());

        process.kill();

        await().atMost(SOON).until(() -> !child.isAlive());
    }

    @Test
    void answersItsExitStatus() {
        GuardedProcess process =
                GuardedProcess.start(
                        "seven",
                        List.of("sh", "-c", "echo said; exit 7"),
                        folder,
                        folder.resolve("seven.log"));

        int status = process.awaitExit(SOON);

        assertThat(status).isEqualTo(7);
        assertThat(process.log()).isEqualTo("said\n");
    }

    private static ProcessHandle onlyChildOf(ProcessHandle parent) {
        await().atMost(SOON).until(() -> parent.children().count() == 1);
        return parent.children().findFirst().orElseThrow();
    }
}
