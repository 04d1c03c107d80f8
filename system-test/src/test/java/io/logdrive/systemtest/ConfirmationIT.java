package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Show 5 of issue 2: what closing a connection promises, checked by killing the process. */
@ExtendWith(ProcessLogs.class)
class ConfirmationIT {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
    private static final int ROUNDS = 2;

    @Test
    void closesOnlyOnceTheThreeLinesAreDurable() throws IOException {
        Path folder = Folders.fresh(ConfirmationIT.class);
        // Nobody listens there: what is not in the queue's files is nowhere.
        Server ingest = new Server("ingest", folder, Server.War.INGEST).forwardTo(FreePorts.next());
        List<String> peers = new ArrayList<>();

        for (int round = 1; round <= ROUNDS; round++) {
            ingest.start();
            assertThat(ingest.queue().lines()).as("after a kill").isEqualTo(6L * (round - 1));
            peers.add(sendThreeLines(ingest));
            assertThat(ingest.queue().lines()).as("at the end").isEqualTo(6L * round - 3);
            peers.add(sendThreeLines(ingest));
            ingest.kill();
        }
        Server both =
                new Server("both", folder, Server.War.values())
                        .use(DatabaseKind.chosen().in(folder))
                        .start();
        both.messages().awaitStored(6L * ROUNDS, Duration.ofSeconds(20));
        both.queue().awaitEmpty(Duration.ofSeconds(10));
        both.stop();

        try (Rows rows = both.rows()) {
            assertThat(rows.count()).isEqualTo(6L * ROUNDS);
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
            assertThat(peers)
                    .allSatisfy(
                            peer -> assertThat(rows.bodiesOf(peer)).containsExactly("a", "b", "c"));
        }
    }

    @Test
    void saysHowManyLinesStayInTheQueueWhenItStops() throws IOException {
        Path folder = Folders.fresh("ConfirmationIT-stop");
        Server ingest =
                new Server("ingest", folder, Server.War.INGEST).forwardTo(FreePorts.next()).start();
        sendThreeLines(ingest);

        ingest.stop();

        assertThat(ingest.log().lines()).contains("ingest-stopped lines-kept-in-queue=3");
    }

    private static String sendThreeLines(Server ingest) throws IOException {
        try (LineSender sender = LineSender.connect(ingest.intakePort())) {
            LineSender.End end = sender.send("a\nb\nc").halfClose().awaitEnd(CLOSE_MAX);

            assertThat(end).isEqualTo(LineSender.End.ORDERLY);
            return sender.peer();
        }
    }
}
