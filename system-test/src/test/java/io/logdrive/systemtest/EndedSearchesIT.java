package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Searches that somebody has left, of a program and of a browser, do not keep others waiting. */
@ExtendWith(ProcessLogs.class)
class EndedSearchesIT {
    private static final Duration SLACK = Duration.ofMinutes(2);
    private static final int LINES = 400;
    private static final int CHARS = 10_000;
    private static final int CONNECTIONS = 2;

    /** As much work as an expression may be: about a second for each line. */
    private static final String SLOW = "msg:~\"([ab]{1,60}c?){40}d\"";

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        server =
                Server.ofBoth(EndedSearchesIT.class)
                        .set("logdrive.ingest.batch.age-max", "PT0.2S")
                        .set("logdrive.destination.query.timeout-default", "PT55S")
                        .set(
                                "logdrive.destination.store.query-connections-max",
                                Integer.toString(CONNECTIONS))
                        .set("logdrive.destination.store.query-wait-max", "PT2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        http = new Http(server.httpPort());
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            for (int i = 0; i < LINES; i++) {
                sender.send("line " + i + " " + "a".repeat(CHARS) + "\n");
            }
            sender.halfClose().awaitEnd(SLACK);
        }
        server.messages().awaitStored(LINES, SLACK);
    }

    @Test
    void theNextSearchIsAnsweredAtOnceWhenThoseThatHoldAllConnectionsAreEnded() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            String id = "search-" + i;
            slow.add(CompletableFuture.supplyAsync(() -> asked(SLOW, "Logdrive-Query", id)));
        }
        awaitBusy();

        for (int i = 0; i < CONNECTIONS; i++) {
            HttpResponse<String> ended =
                    http.send(
                            "DELETE",
                            "/destination/queries/search-" + i,
                            "Content-Type",
                            "application/json");
            assertThat(ended.statusCode()).isEqualTo(204);
        }

        awaitFree();
        for (CompletableFuture<HttpResponse<String>> each : slow) {
            HttpResponse<String> answer = each.get(1, TimeUnit.MINUTES);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
            assertThat(answer.body()).contains("\"detail\":\"query: ended by who asked\"");
        }
    }

    @Test
    void saysWhatAnIdIsAndTakesNoneFromForeignPages() throws IOException {
        HttpResponse<String> search = asked("x", "Logdrive-Query", "a_b");
        HttpResponse<String> bad =
                http.send("DELETE", "/destination/queries/a_b", "Content-Type", "application/json");
        HttpResponse<String> plain = http.send("DELETE", "/destination/queries/a-b", "X", "y");

        for (HttpResponse<String> each : List.of(search, bad)) {
            assertThat(each.statusCode()).isEqualTo(400);
            assertThat(each.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem"));
            assertThat(each.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(each.body())
                    .contains(
                            "Logdrive-Query: expected 1 to 64 of A-Z, a-z, 0-9 and -, found"
                                    + " \\\"a_b\\\"");
        }
        assertThat(plain.statusCode()).isEqualTo(415);
    }

    @Test
    void aBrowserThatSearchesForSomethingElseEndsWhatItHasLeft() {
        ExplorePage explore = new ExplorePage(browser.page(ConsoleBrowser.WIDE), server.httpPort());
        explore.open("columns=-");
        explore.search(SLOW);
        awaitSearching(explore);

        explore.search("\"line 7\"");

        assertThat(explore.foot()).containsText("1 line ");
        awaitFree();
    }

    @Test
    void aPageThatGoesAwayEndsItsSearches() {
        ExplorePage explore = new ExplorePage(browser.page(ConsoleBrowser.WIDE), server.httpPort());
        explore.open("columns=-");
        explore.search(SLOW);
        awaitSearching(explore);

        explore.page().navigate("about:blank");

        awaitFree();
    }

    /** What a container logs of it, with a stack trace, is nothing that anybody could mend. */
    @Test
    void aClientThatLeavesInTheMiddleOfItsAnswerIsNoFailureInTheLog() throws Exception {
        for (String path :
                List.of(
                        "messages?since=all&limit=400",
                        "messages?since=all&limit=400&format=ndjson",
                        "messages/export?since=all&format=csv")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
                socket.setSoLinger(true, 0);
                socket.setReceiveBufferSize(4_096);
                String request =
                        "GET /destination/" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                assertThat(socket.getInputStream().readNBytes(2_000)).hasSize(2_000);
            }
        }
        awaitFree();
        // A whole answer after them: what was to be said of them has been.
        assertThat(asked("line", "X", "y").statusCode()).isEqualTo(200);

        assertThat(server.log()).doesNotContain("ServerRuntime", "Broken pipe", "ClientAbort");
    }

    private static void awaitSearching(ExplorePage explore) {
        assertThat(explore.page().locator(".table[aria-busy=true]")).isVisible();
        awaitBusy();
    }

    private static void awaitBusy() {
        await("all connections are held")
                .atMost(SLACK)
                .until(() -> asked("line", "X", "y").statusCode() == 429);
    }

    /** Far sooner than those that were left would end by themselves. */
    private static void awaitFree() {
        await("a connection is free")
                .atMost(Duration.ofSeconds(15))
                .until(() -> asked("line", "X", "y").statusCode() == 200);
    }

    private static HttpResponse<String> asked(String query, String header, String value) {
        try {
            return http.send(
                    "GET",
                    "/destination/messages?since=all&limit=1&fields=id&query="
                            + URLEncoder.encode(query, StandardCharsets.UTF_8),
                    header,
                    value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
