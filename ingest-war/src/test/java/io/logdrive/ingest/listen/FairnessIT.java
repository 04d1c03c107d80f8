package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sender at full speed does not starve the others of its event loop. */
class FairnessIT {
    private static final int FLOODERS = 3;
    private static final int LONE_LINES = 21;

    /** What one turn of an event loop may read from one connection: 16 reads of 64 KiB. */
    private static final long TURN_BYTES = 16 * (64L << 10);

    @Test
    void takesALoneLineAfterAFewTurnsOfTheOthers() throws IOException {
        try (ListenProcessClient intake =
                new ListenProcessClient(List.of(), List.of("-Xmx256m"), List.of("threads=1"))) {
            for (int i = 0; i < FLOODERS; i++) {
                flood(intake.connect(), 1_000);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> intake.ask("bytes") > 64L << 20);
            Socket lone = intake.connect();
            List<Long> before = new ArrayList<>();

            for (int i = 1; i <= LONE_LINES; i++) {
                int line = i;
                long sent = intake.ask("bytes");
                lone.getOutputStream().write("lone\n".getBytes(UTF_8));
                await().atMost(Duration.ofMinutes(1))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> intake.ask("lone-lines") == line);
                before.add(intake.ask("bytes-before-lone") - sent);
            }

            Collections.sort(before);
            long median = before.get(LONE_LINES / 2);
            System.out.printf(
                    "bytes of others before a lone line: median %d KiB, most %d KiB%n",
                    median >> 10, before.get(LONE_LINES - 1) >> 10);
            // The turn that is under way, and a whole one.
            assertThat(median).isLessThan(2 * FLOODERS * TURN_BYTES);
        }
    }

    /**
     * A read that is put off until the next tick brings no more than the window of the socket: with
     * ticks alone this takes half a minute.
     */
    @Test
    void doesNotLetASenderInSmallStepsWaitForTicksWhileItSendsFast() throws IOException {
        try (ListenProcessClient intake =
                new ListenProcessClient(List.of(), List.of("-Xmx256m"), List.of("threads=1"))) {
            flood(intake.connect(), 33);

            await().atMost(Duration.ofSeconds(20)).until(() -> intake.ask("bytes") > 256L << 20);
        }
    }

    private static void flood(Socket socket, int linesAtOnce) {
        byte[] lines = ("x".repeat(199) + "\n").repeat(linesAtOnce).getBytes(UTF_8);
        Thread flooder =
                new Thread(
                        () -> {
                            try {
                                while (true) {
                                    socket.getOutputStream().write(lines);
                                }
                            } catch (IOException e) {
                                // The test is over.
                                return;
                            }
                        },
                        "test-flooder");
        flooder.setDaemon(true);
        flooder.start();
    }
}
