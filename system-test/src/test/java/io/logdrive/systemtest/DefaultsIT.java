package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shows 4 and 5 of issue 2 with the defaults: when lines can be seen, and which ports are open. */
@ExtendWith(ProcessLogs.class)
class DefaultsIT {
    private static final Path NC = Path.of("/usr/bin/nc");

    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        server = Server.ofBoth(DefaultsIT.class).start();
        // The first batch pays for classes that are loaded once.
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send(lines("canary", 100));
            server.messages().awaitCountWith("canary", 100, Duration.ofSeconds(20));
        }
    }

    @Test
    void showsALoneLineWithinTwelveSeconds() throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send("a lone line\n");

            server.messages().awaitCountWith("a lone line", 1, Duration.ofSeconds(12));
        }
    }

    @Test
    void showsAHundredLinesWithinOneSecond() throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send(lines("one of a hundred", 100));

            server.messages().awaitCountWith("one of a hundred", 100, Duration.ofSeconds(1));
        }
    }

    @Test
    void storesTheThreeMessagesOfTheNcCommand() throws Exception {
        assumeTrue(Files.isExecutable(NC), NC + ": expected to be there, found nothing");
        GuardedProcess nc =
                GuardedProcess.start(
                        "nc",
                        List.of(
                                "sh",
                                "-c",
                                "printf 'nc-a\\nnc-b\\nnc-c' | nc -N 127.0.0.1 "
                                        + server.intakePort()),
                        server.folder(),
                        server.folder().resolve("nc.log"));

        int status = nc.awaitExit(Duration.ofSeconds(10));
        server.messages().awaitCountWith("nc-", 3, Duration.ofSeconds(12));

        assertThat(status).isZero();
        assertThat(texts(server.messages().with("nc-", 10)))
                .containsExactlyInAnyOrder("nc-a", "nc-b", "nc-c");
    }

    @Test
    void leadsFromTheRootOfTheServerToTheDestination() throws IOException {
        HttpResponse<String> root = new Http(server.httpPort()).send("GET", "/", "Accept", "*/*");

        assertThat(root.statusCode()).isEqualTo(200);
        assertThat(root.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(root.headers().firstValue("Server")).isEmpty();
        assertThat(root.body())
                .contains(
                        "<meta http-equiv=\"refresh\" content=\"0; url=./destination/\">",
                        "<a href=\"./destination/\">Logdrive</a>");
    }

    @Test
    void listensOnItsOwnPortsOfTheLoopbackAddressOnly() {
        List<String> own =
                Stream.concat(
                                Stream.of("udp 127.0.0.1:" + server.syslogUdpPort()),
                                server.ports().stream().map(port -> "tcp 127.0.0.1:" + port))
                        .toList();

        assertThat(ListeningSockets.of(server.process().pid()))
                .containsExactlyInAnyOrderElementsOf(own);
    }

    @Test
    void writesNoLineIntoItsOwnLog() {
        // The lines of start() have passed every stage.
        assertThat(server.log()).doesNotContain("canary");
    }

    private static List<String> texts(JsonNode messages) {
        return IntStream.range(0, messages.size())
                .mapToObj(i -> messages.path(i).path("message").asText())
                .toList();
    }

    private static String lines(String text, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> text + " " + i + "\n")
                .collect(Collectors.joining());
    }
}
