package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot start says why, once, and ends; what needs no options starts without. */
@ExtendWith(ProcessLogs.class)
class FailedStartIT {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final int START_FAILED = 3;

    @Test
    void namesEveryProblemOfABrokenConfiguration() {
        Server ingest =
                ingest("configuration")
                        .set("logdrive.ingest.batch.records-max", "0")
                        .set("logdrive.ingest.batch.agemax", "PT1S");

        String message = messageOfFailedStart(ingest, "ingest");

        assertThat(message)
                .contains("logdrive.ingest.batch.records-max: expected 1..10000, found 0")
                .contains("logdrive.ingest.batch.agemax")
                .contains("logdrive.ingest.batch.age-max");
    }

    @Test
    void namesTheKeyOfAnIntakePortInUse() throws IOException {
        Server ingest = ingest("intake-port");
        try (ServerSocket taken = listenOn(ingest.intakePort())) {
            String message = messageOfFailedStart(ingest, "ingest");

            assertThat(message)
                    .contains("logdrive.ingest.listen.address: expected")
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void namesTheKeyOfAReceivePortInUse() throws IOException {
        Server destination = destination("receive-port");
        try (ServerSocket taken = listenOn(destination.receivePort())) {
            String message = messageOfFailedStart(destination, "destination");

            assertThat(message)
                    .contains("logdrive.destination.receive.address: expected")
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void refusesToBeExposedWithoutTlsInWordsThatAreEnoughToMendIt() {
        Server ingest = ingest("exposed-ingest").set("logdrive.ingest.listen.address", "0.0.0.0:0");
        Server destination =
                destination("exposed-destination")
                        .set("logdrive.destination.receive.address", "0.0.0.0:0");

        assertThat(messageOfFailedStart(ingest, "ingest"))
                .contains(
                        "logdrive.ingest.listen.address: expected a loopback address; or TLS, by"
                                + " logdrive.ingest.listen.tls.certificate and"
                                + " logdrive.ingest.listen.tls.key (payara/certificates makes both"
                                + " for a trial); or, where nobody else can reach the port,"
                                + " logdrive.ingest.listen.insecure=true, found 0.0.0.0:0 without"
                                + " any of them");
        assertThat(messageOfFailedStart(destination, "destination"))
                .contains("logdrive.destination.receive.address: expected a loopback address; or")
                .contains("logdrive.destination.receive.tls.certificate")
                .contains("logdrive.destination.receive.insecure=true");
    }

    @Test
    void namesTheFileOfADamagedDatabaseAndLeavesItAsItIs() throws IOException {
        Server destination = destination("damaged-database");
        Path file = destination.folder().resolve("data/h2/logdrive.mv.db");
        Files.createDirectories(file.getParent());
        String damaged = "no database ".repeat(1_000);
        Files.writeString(file, damaged);

        String message = messageOfFailedStart(destination, "destination");

        assertThat(message).contains(file.toString()).contains("cannot open");
        assertThat(Files.readString(file)).isEqualTo(damaged);
    }

    @Test
    void startsBesidePayaraMicroWithoutAnyOption() throws IOException {
        for (int port : List.of(8080, 5170, 5514)) {
            assumeTrue(
                    FreePorts.isFree(port),
                    "port " + port + ": expected to be free for a start with defaults");
        }
        Path folder = Folders.fresh("FailedStartIT-bare");
        Files.createSymbolicLink(folder.resolve("payara-micro.jar"), Artefacts.payaraMicro());
        Files.createSymbolicLink(folder.resolve("ingest.war"), Artefacts.ingestWar());

        GuardedProcess bare =
                GuardedProcess.start(
                        "bare",
                        List.of(
                                Artefacts.java().toString(),
                                "-jar",
                                "payara-micro.jar",
                                "--deploy",
                                "ingest.war"),
                        folder,
                        folder.resolve("bare.log"));

        Http http = new Http(8080);
        await("/ingest/queue answers")
                .atMost(START_MAX)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> http.get("/ingest/queue").statusCode() == 200);
        assertThat(new Queue(8080).lines()).isZero();
        assertThat(folder.resolve("logdrive-data/broker")).isDirectory();
        bare.terminate();
        assertThat(bare.awaitExit(Server.STOP_MAX)).isIn(0, 143);
    }

    /** Its one message, which has a line per problem. */
    private static String messageOfFailedStart(Server server, String component) {
        GuardedProcess process = server.launch();

        int status = process.awaitExit(START_MAX);

        assertThat(status).as(process::tail).isEqualTo(START_FAILED);
        List<String> log = process.log().lines().toList();
        List<String> starts =
                log.stream()
                        .filter(line -> line.startsWith(component + " cannot start: "))
                        .toList();
        assertThat(starts).as(process::tail).hasSize(1);
        List<String> further =
                log.stream().filter(line -> line.startsWith("configuration: ")).toList();
        return starts.get(0) + "\n" + String.join("\n", further);
    }

    private static Server ingest(String name) {
        return new Server(name, Folders.fresh("FailedStartIT-" + name), Server.War.INGEST)
                .forwardTo(FreePorts.next());
    }

    private static Server destination(String name) {
        return new Server(name, Folders.fresh("FailedStartIT-" + name), Server.War.DESTINATION);
    }

    private static ServerSocket listenOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
