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
                        "FAKETIME_NO_CACHE=1",
                        "FAKETIME_DONT_FAKE_MONOTONIC=1")
                .set("logdrive.ingest.batch.age-max", "PT1S")
                .start();

        long lines = 0;
        for (String jump : JUMPS) {
            Files.writeString(offset, jump);
            try (LineSender sender = LineSender.connect(server.intakePort())) {
                LineSender.End end =
                        sender.send("at " + jump + "\n").halfClose().awaitEnd(ARRIVAL_MAX);
                assertThat(end).as(jump).isEqualTo(LineSender.End.ORDERLY);
            }
            lines++;
            server.messages().awaitStored(lines, ARRIVAL_MAX);
            server.queue().awaitEmpty(ARRIVAL_MAX);
            assertThat(server.isReady()).as("ready at %s", jump).isTrue();
        }
        server.stop();

        try (Rows rows = server.rows()) {
            assertThat(rows.count()).isEqualTo(lines);
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
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
