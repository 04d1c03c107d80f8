package io.logdrive.systemtest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The lines of the last half hour that Explore is tried with. Immutable. */
final class ExploreLines {
    static final int COUNT = 3000;
    static final List<String> SERVICES = List.of("pay", "cart", "mail");

    /** The number of the one with the greatest latency. */
    static final int SLOWEST = 1234;

    /** More than it takes to send, store or show them all. */
    static final Duration SLACK = Duration.ofMinutes(3);

    private static final Duration APART = Duration.ofMillis(600);
    private static final List<String> LEVELS = List.of("INFO", "INFO", "DEBUG", "WARN", "ERROR");

    private ExploreLines() {}

    /** Starts both WARs for a test; they have stored all lines afterwards. */
    static Server stored(Class<?> test) throws IOException {
        Server server = Server.ofBoth(test).set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        Instant first = Instant.now().minus(COUNT * APART.toMillis(), ChronoUnit.MILLIS);
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < COUNT; i++) {
                lines.append(line(i, first.plus(APART.multipliedBy(i))));
            }
            sender.send(lines.toString()).halfClose().awaitEnd(SLACK);
        }
        server.messages().awaitStored(COUNT, SLACK);
        return server;
    }

    private static String line(int i, Instant time) {
        return """
        {"time":"%s","level":"%s","service":"%s","host":"h-%d","latency":%d,\
        "path":"/a b/%d","message":"request %d was answered"}
        """
                .formatted(
                        time,
                        LEVELS.get(i % LEVELS.size()),
                        SERVICES.get(i % SERVICES.size()),
                        i % 4,
                        i == SLOWEST ? 9001 : i % 500,
                        i % 7,
                        i);
    }
}
