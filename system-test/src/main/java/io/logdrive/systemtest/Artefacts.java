package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the built product and the Java that runs it are. Immutable. */
final class Artefacts {
    /** The project's folder. */
    static final Path ROOT =
            Path.of(System.getProperty("logdrive.systemtest.root", ".."))
                    .toAbsolutePath()
                    .normalize();

    /** Where each test class keeps the data and the logs of its processes. */
    static final Path WORK = ROOT.resolve("system-test/target/system-test");

    static final Path PREBOOT_COMMANDS = ROOT.resolve("payara/preboot.asadmin");

    private Artefacts() {}

    /** The database's migrations in the order of their versions. */
    static List<Path> migrations(DatabaseKind database) {
        try (Stream<Path> files = Files.list(ROOT.resolve("sql").resolve(database.word()))) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparingInt(Artefacts::version))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path migration) {
        String name = String.valueOf(migration.getFileName());
        return Integer.parseInt(name.substring(1, name.indexOf('_')));
    }

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

    /** Artemis's own console, which is not ours. */
    static Path artemisConsole() {
        return built("system-test/target/artemis-console/artemis-console.war");
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
