package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link AccessIT}, each WAR in a process of its own. */
@ExtendWith(ProcessLogs.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessApartIT {
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static Server destination;
    private static Server ingest;
    private static People people;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Folders.fresh(AccessApartIT.class);
        destination = new Server("destination", folder.resolve("d"), Server.War.DESTINATION);
        destination.use(DatabaseKind.chosen().in(folder.resolve("d"))).start();
        ingest =
                new Server("ingest", folder.resolve("i"), Server.War.INGEST)
                        .forwardTo(destination.receivePort())
                        .set(
                                "logdrive.ingest.access.url",
                                "http://127.0.0.1:" + destination.httpPort() + "/destination")
                        .start();
        people = People.of(destination.httpPort());
        await("ingest knows that there are users")
                .atMost(SLACK)
                .until(() -> queue(Asker.anonymous()) == 401);
    }

    @AfterAll
    static void stop() {
        ingest.close();
        destination.close();
    }

    @Test
    @Order(1)
    void letsEverybodyDoWhatIsDocumentedAndNothingElse() throws IOException {
        assertThat(
                        new AccessMatrix()
                                .faults(
                                        people.all(),
                                        path ->
                                                path.startsWith("/ingest")
                                                        ? ingest.httpPort()
                                                        : destination.httpPort()))
                .isEmpty();
    }

    @Test
    @Order(1)
    void leadsFromTheRootOfEachServerToItsOwnWar() throws IOException {
        assertThat(RawHttp.get(ingest.httpPort(), "/")).contains("url=./ingest/\"");
        assertThat(RawHttp.get(destination.httpPort(), "/")).contains("url=./destination/\"");
    }

    @Test
    @Order(2)
    void forgetsASessionWithinSecondsWhenItsUserLogsOut() throws IOException {
        Asker session = people.session("the-reader", "reader");
        assertThat(queue(session)).isEqualTo(200);

        session.ask(destination.httpPort(), "DELETE", "/destination/session");

        await().atMost(SLACK).until(() -> queue(session) == 401);
    }

    @Test
    @Order(3)
    void showsTheQueueToWhoWasLetInWhileTheDestinationIsAway() throws IOException {
        Asker reader = people.the("bearer-reader");
        Asker operator = people.session("the-operator", "operator");
        assertThat(queue(reader)).isEqualTo(200);

        destination.stop();

        // Longer than an answer counts without another question.
        await().pollDelay(Duration.ofSeconds(11))
                .atMost(SLACK)
                .untilAsserted(() -> assertThat(queue(reader)).isEqualTo(200));
        assertThat(queue(Asker.anonymous())).isEqualTo(401);
        assertThat(queue(operator)).as("who was never let in here").isEqualTo(503);
        assertThat(queue(People.basic("the-reader", "x", "not this one"))).isEqualTo(503);
        destination.start();
        await().atMost(SLACK).until(() -> queue(operator) == 200);
    }

    private static int queue(Asker asker) throws IOException {
        return asker.ask(ingest.httpPort(), "GET", "/ingest/queue").statusCode();
    }
}
