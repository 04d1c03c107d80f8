package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * {@code payara/run} with TLS everywhere and each secret of the configuration a canary, given by
 * the environment or by files. Confined to the thread of the test.
 */
final class CanarySite {
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Path folder;
    private final Canaries canaries;
    private final TrialCertificates certificates;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final int httpPort = FreePorts.next();
    private final int httpsPort = FreePorts.next();
    private final int intakePort = FreePorts.next();
    private final int receivePort = FreePorts.next();
    private @Nullable GuardedProcess run;

    CanarySite(Path folder, Canaries canaries) throws IOException {
        this.folder = folder;
        this.canaries = canaries;
        this.certificates = TrialCertificates.make(folder, "certificates");
        for (String each : List.of("server.key", "client.key", "ca.key")) {
            if (Files.exists(certificates.file(each))) {
                canaries.addKey(each, certificates.file(each));
            }
        }
        String server = certificates.file("server.pem").toString();
        String key = certificates.file("server.key").toString();
        properties.put("logdrive.ingest.listen.address", "127.0.0.1:" + intakePort);
        properties.put("logdrive.ingest.listen.syslog-udp.address", "off");
        properties.put("logdrive.ingest.listen.tls.certificate", server);
        properties.put("logdrive.ingest.listen.tls.key", key);
        properties.put("logdrive.ingest.batch.age-max", "PT0.1S");
        properties.put("logdrive.ingest.forward.address", "127.0.0.1:" + receivePort);
        properties.put("logdrive.ingest.forward.tls", "on");
        properties.put("logdrive.ingest.forward.tls.ca", certificates.file("ca.pem").toString());
        properties.put("logdrive.destination.receive.address", "127.0.0.1:" + receivePort);
        properties.put("logdrive.destination.receive.tls.certificate", server);
        properties.put("logdrive.destination.receive.tls.key", key);
    }

    CanarySite set(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** A secret by the environment, or by the file that another key names. */
    CanarySite secret(String key, String secret, boolean byFile) throws IOException {
        if (byFile) {
            properties.put(key + "-file", file(key, secret).toString());
        } else {
            environment.put(key.toUpperCase(java.util.Locale.ROOT).replaceAll("\\W", "_"), secret);
        }
        return this;
    }

    /**
     * A file with a secret, where the product does not write. In a folder called secrets Payara
     * would take its name for a key.
     */
    Path file(String name, String secret) throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("given"));
        return Files.writeString(secrets.resolve(name), secret + "\n");
    }

    void start() throws IOException {
        GuardedProcess started =
                RunCommand.start(
                        folder,
                        properties,
                        environment,
                        "all",
                        "--port",
                        Integer.toString(httpPort),
                        "--https-port",
                        Integer.toString(httpsPort),
                        "--certificate",
                        certificates.file("server.pem").toString(),
                        "--key",
                        certificates.file("server.key").toString());
        run = started;
        await("ready")
                .atMost(START_MAX)
                .until(
                        () ->
                                !started.isAlive()
                                        || started.log().contains("Logdrive is ready.")
                                        || started.log().contains("Logdrive runs, but"));
    }

    void stop() {
        run().terminate();
        run().awaitExit(SOON);
    }

    /** Sends a line by an agent with that shared key; its exit status, 124 when it hangs on. */
    int send(Path sharedKey, String line) {
        String command =
                "echo '%s' | timeout 20 %s -Xmx64m -jar %s pipe --server 127.0.0.1:%d --tls"
                                .formatted(line, Artefacts.java(), Artefacts.agent(), intakePort)
                        + " --tls-ca %s --shared-key-file %s"
                                .formatted(certificates.file("ca.pem"), sharedKey);
        return execute("agent", List.of("sh", "-c", command)).awaitExit(SOON);
    }

    /** What its threads are doing. */
    String threads() {
        GuardedProcess jcmd =
                execute(
                        "jcmd",
                        List.of(
                                Artefacts.java().resolveSibling("jcmd").toString(),
                                Long.toString(java()),
                                "Thread.print"));
        if (jcmd.awaitExit(SOON) != 0) {
            throw new IllegalStateException(jcmd.tail());
        }
        return jcmd.log();
    }

    /** The latest log of the server itself. */
    String log() throws IOException {
        return Files.readString(data().resolve("log/payara-all.log"));
    }

    Path data() {
        return folder.resolve("data");
    }

    TrialCertificates certificates() {
        return certificates;
    }

    int httpPort() {
        return httpPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    int receivePort() {
        return receivePort;
    }

    Canaries canaries() {
        return canaries;
    }

    private GuardedProcess execute(String name, List<String> command) {
        return GuardedProcess.start(name, command, folder, folder.resolve(name + ".log"));
    }

    private long java() {
        return ProcessHandle.of(run().pid())
                .orElseThrow()
                .descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private GuardedProcess run() {
        if (run == null) {
            throw new IllegalStateException("run: not started");
        }
        return run;
    }
}
