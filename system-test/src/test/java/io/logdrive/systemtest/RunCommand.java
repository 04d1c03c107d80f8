package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts {@code payara/run} with a file of settings; data and log are in its folder. Stateless. */
final class RunCommand {
    private static final Duration START_MAX = Duration.ofMinutes(3);

    private RunCommand() {}

    /** Starts it and waits for nothing. */
    static GuardedProcess start(Path folder, Map<String, String> settings, String... arguments)
            throws IOException {
        return start(folder, settings, Map.of(), arguments);
    }

    /** The same with more in its environment, which no list of processes shows. */
    static GuardedProcess start(
            Path folder,
            Map<String, String> settings,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        Path config =
                Files.write(
                        folder.resolve("run.properties"),
                        settings.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .toList());
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", Artefacts.java().resolve("../..").normalize().toString());
        List<String> command = new ArrayList<>();
        command.add(Artefacts.ROOT.resolve("payara/run").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--config", config.toString()));
        return GuardedProcess.start("run", command, folder, folder.resolve("run.log"), all);
    }

    /** Waits until it says that all is ready; fails when it has ended. */
    static void awaitReady(GuardedProcess run) {
        await("ready")
                .atMost(START_MAX)
                .until(() -> !run.isAlive() || run.log().contains("Logdrive is ready."));
        if (!run.isAlive()) {
            throw new IllegalStateException(
                    "run: expected to be running, found it ended\n" + run.tail());
        }
    }
}
