package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * T22 of RELIABILITY.md, with {@code -Dlogdrive.systemtest.clock=true}: the wall clock jumps by a
 * day forth and back (libfaketime; Debian: {@code apt install faketime}) and a lone line still
 * arrives, by the age of its batch alone.
 */
@ExtendWith(ProcessLogs.class)
@EnabledIfSystemProperty(named = "logdrive.systemtest.clock", matches = "true")
class ClockIT {
    private static final Duration ARRIVAL_MAX = Duration.ofSeconds(30);
    private static final List<String> JUMPS = List.of("+1d", "-1d", "+0", "-1d", "-2d", "+1d");

    @Test
    void deliversALoneLineHoweverTheWallClockJumps() throws IOException {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "T22 not run: no libfaketime.so.1 beneath /usr/lib");
        Server server = Server.ofBoth(ClockIT.class);
        Path offset = Files.writeString(server.folder().resolve("offset"), "+0");
        server.before(
                        "env",
                        "LD_PRELOAD=" + library.get(),
                        "FAKETIME_TIMESTAMP_FILE=" + offset,
                        // Without a cache it reads the file at each look at the clock: a start took
                        // minutes.
                        "FAKETIME_CACHE_DURATION=1",
                        "FAKETIME_DONT_FAKE_MONOTONIC=1")
                .set("logdrive.ingest.batch.age-max", "PT1S")
                .start();

        long lines = 0;
        for (String jump : JUMPS) {
            Files.writeString(offset, jump);
            // The second one comes when the jump, a second later at most, has happened.
            for (int line = 0; line < 2; line++) {
                send(server, "at " + jump + "\n");
                lines++;
                server.messages().awaitStored(lines, ARRIVAL_MAX);
            }
            server.queue().awaitEmpty(ARRIVAL_MAX);
            assertThat(server.isReady()).as("ready at %s", jump).isTrue();
        }
        server.stop();

        try (Rows rows = server.rows()) {
            assertThat(rows.count()).isEqualTo(lines);
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
        }
    }

    private static void send(Server server, String line) throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            assertThat(sender.send(line).halfClose().awaitEnd(ARRIVAL_MAX))
                    .as(line)
                    .isEqualTo(LineSender.End.ORDERLY);
        }
    }

    private static Optional<Path> library() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketime.so.1"))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }
}
