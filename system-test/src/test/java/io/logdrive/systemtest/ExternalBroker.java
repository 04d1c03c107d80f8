package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code payara/broker} on a port of its own. Confined to the thread of the test. */
final class ExternalBroker {
    private static final Duration START_MAX = Duration.ofMinutes(2);

    private final Path folder;
    private final int port = FreePorts.next();
    private @Nullable GuardedProcess process;
    private int starts;

    /** Not started yet; what it keeps is in {@code folder}. */
    ExternalBroker(Path folder) {
        this.folder = folder;
    }

    /** Starts it and waits until it is ready. */
    ExternalBroker start() {
        starts++;
        GuardedProcess started =
                GuardedProcess.start(
                        "broker",
                        List.of(
                                Artefacts.ROOT.resolve("payara/broker").toString(),
                                "--port",
                                Integer.toString(port),
                                "--data",
                                folder.resolve("broker").toString(),
                                "--disk-free-min",
                                "64M"),
                        folder,
                        folder.resolve("broker-" + starts + ".log"));
        process = started;
        await("the broker is ready")
                .atMost(START_MAX)
                .until(() -> !started.isAlive() || started.log().contains("Broker is ready"));
        if (!started.isAlive()) {
            throw new IllegalStateException(started.tail());
        }
        return this;
    }

    /** Its one user's password, from its first start on. */
    ExternalBroker password(String password) throws IOException {
        Files.createDirectories(folder.resolve("broker"));
        Files.writeString(folder.resolve("broker/password"), password);
        return this;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Makes {@code ingest} use it, from its next start on. */
    void serve(Server ingest) {
        ingest.set("logdrive.ingest.queue.url", url())
                .set("logdrive.ingest.queue.user", "logdrive")
                .set(
                        "logdrive.ingest.queue.password-file",
                        folder.resolve("broker/password").toString());
    }

    GuardedProcess process() {
        if (process == null) {
            throw new IllegalStateException("broker: not started");
        }
        return process;
    }
}
