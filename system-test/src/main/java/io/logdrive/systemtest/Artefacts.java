package io.logdrive.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built product and the Java that runs it are. Immutable. */
final class Artefacts {
    /** The project's folder. */
    static final Path ROOT =
            Path.of(System.getProperty("logdrive.systemtest.root", ".."))
                    .toAbsolutePath()
                    .normalize();

    /** Where each test class keeps the data and the logs of its processes. */
    static final Path WORK = ROOT.resolve("system-test/target/system-test");

    static final Path SCHEMA = ROOT.resolve("sql/h2/V1__message_origin_ledger_dead_letter.sql");

    static final Path PREBOOT_COMMANDS = ROOT.resolve("payara/preboot.asadmin");

    private Artefacts() {}

    static Path payaraMicro() {
        return built("payara/target/payara-micro.jar");
    }

    static Path ingestWar() {
        return built("ingest-war/target/ingest.war");
    }

    static Path destinationWar() {
        return built("destination-war/target/destination.war");
    }

    static Path agent() {
        return built("agent-client/target/agent-client.jar");
    }

    /** The Java of the tests, or the one at {@code logdrive.systemtest.java.home}. */
    static Path java() {
        String home =
                System.getProperty(
                        "logdrive.systemtest.java.home", System.getProperty("java.home", ""));
        return Path.of(home, "bin", "java");
    }

    private static Path built(String name) {
        Path file = ROOT.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    name + ": expected to be built (mvn package), found nothing");
        }
        return file;
    }
}
