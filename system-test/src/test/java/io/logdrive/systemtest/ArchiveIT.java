package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Issue 7, "Shows": lines archived at full speed with rotation and gzip while ingest is killed five
 * times; the files hold each line once.
 *
 * <p>The whole of it: {@code -Dlogdrive.archive.lines=10000000}.
 */
@ExtendWith(ProcessLogs.class)
class ArchiveIT {
    private static final long LINES = Long.getLong("logdrive.archive.lines", 600_000);
    private static final int KILLS = 5;
    private static final long LINES_OF_PART = LINES / (KILLS + 1);
    private static final Duration SLACK = Duration.ofMinutes(8);

    @Test
    void holdsEachLineOnceThroughFiveKillsAtFullSpeed() throws Exception {
        try (Server server = Server.ofBoth(ArchiveIT.class)) {
            Archive archive = archive(server);
            server.use(DatabaseKind.chosen().in(server.folder())).start();
            long begin = System.nanoTime();
            for (int part = 0; part <= KILLS; part++) {
                AgentRun agent =
                        server.agent(
                                "max",
                                "--ack",
                                "--lines",
                                Long.toString(LINES_OF_PART),
                                "--connections",
                                "4",
                                "--confirm-timeout",
                                "300");
                if (part < KILLS) {
                    archive.awaitLines(part * LINES_OF_PART + LINES_OF_PART / 4, SLACK);
                    server.kill();
                    server.start();
                }
                assertThat(agent.await(SLACK).exitStatus()).isZero();
            }
            archive.awaitDrained(SLACK);
            double seconds = (System.nanoTime() - begin) / 1e9;
            server.queue().awaitEmpty(SLACK);
            server.stop();
            Archive.Contents contents = archive.read();
            Figures.note("archived with gzip and five kills", LINES / seconds, "lines/s");

            assertThat(contents.faults()).isEmpty();
            assertThat(contents.lines()).isEqualTo(LINES_OF_PART * (KILLS + 1));
            assertThat(contents.files()).isGreaterThan(10);
            try (Rows rows = server.rows()) {
                assertThat(rows.count()).isEqualTo(LINES_OF_PART * (KILLS + 1));
            }
        }
    }

    private static Archive archive(Server server) {
        String prefix = "logdrive.ingest.consumer.archive.";
        server.set("logdrive.ingest.consumers", "archive")
                .set(prefix + "directory", server.folder().resolve("archive").toString())
                .set(prefix + "compression", "gzip");
        return new Archive(server, server.folder().resolve("archive"));
    }
}
