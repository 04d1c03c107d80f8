package io.logdrive.destination;

import static io.logdrive.destination.DeployedDestination.JSON;
import static io.logdrive.destination.DeployedDestination.JSON_TYPE;
import static io.logdrive.destination.DeployedDestination.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages of the WAR as it is shipped, in Payara Micro: how HTTP carries them. */
@ArquillianTest
@RunAsClient
class MessagesWarIT {
    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();

    @ArquillianResource URL base;
    private DeployedDestination destination;

    @Deployment(testable = false)
    static WebArchive war() throws SQLException {
        return DeployedDestination.war();
    }

    @BeforeEach
    void reach() {
        destination = new DeployedDestination(base);
    }

    @Test
    void answersWithWhatItReceived() throws Exception {
        Origin origin = destination.store(250);
        String query = destination.url() + "/messages?since=all&origin=" + origin.id();

        HttpResponse<String> first = Http.get(query + "&limit=100&count=exact&order=asc");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type"))
                .contains("application/json;charset=UTF-8");
        assertThat(first.body())
                .startsWith("{\"messages\":[{\"id\":")
                .contains("\"sequence\":0,", "\"sequence\":99,", "\"message\":\"line 0\"")
                .contains("\"time\":\"2026-10-19T12:00:00.000000Z\",\"received\":\"2026-")
                .contains("\"level\":\"INFO\",\"service\":\"payment\",\"host\":\"web-1\"")
                .contains("\"count\":250,\"partial\":false,\"tookMs\":")
                .doesNotContain("\"sequence\":100,", "\"previous\"");

        String link = first.headers().firstValue("Link").orElseThrow();
        assertThat(link).endsWith(">; rel=\"next\"");
        HttpResponse<String> second = Http.get(Http.find("<([^>]+)>", link));
        assertThat(second.body())
                .contains("\"sequence\":100,", "\"sequence\":199,", "\"previous\":\"")
                .doesNotContain("\"sequence\":99,");
        String next = Http.find("\"next\":\"([^\"]+)\"", second.body());
        HttpResponse<String> third =
                Http.get(query + "&limit=100&count=exact&order=asc&after=" + next);
        assertThat(third.body())
                .contains("\"sequence\":200,", "\"sequence\":249,")
                .doesNotContain("\"next\"");
        String id = Http.find("\\{\"id\":(\\d+)", first.body());
        assertThat(Http.get(destination.url() + "/messages/" + id).body())
                .startsWith("{\"id\":" + id + ",")
                .contains("\"message\":\"line 0\"");
    }

    @Test
    void streamsTenThousandMessagesAsLines() throws Exception {
        Origin origin = destination.store(10_000);
        String query =
                destination.url()
                        + "/messages?since=all&limit=10000&order=asc&origin="
                        + origin.id();

        HttpResponse<String> byHeader = Http.get(query, "Accept", "application/x-ndjson");
        HttpResponse<String> byParameter =
                Http.get(query + "&format=ndjson&fields=sequence,message");

        assertThat(byHeader.headers().firstValue("Content-Type"))
                .contains("application/x-ndjson;charset=UTF-8");
        assertThat(byHeader.body().lines()).hasSize(10_000);
        assertThat(byParameter.body().lines().toList().get(9_999))
                .isEqualTo("{\"sequence\":9999,\"message\":\"line 9999\"}");
    }

    @Test
    void takesAFormForWhatIsTooLongForAnAddress() throws Exception {
        Origin origin = destination.store(3);
        String messages = destination.url() + "/messages";

        HttpResponse<String> found =
                Http.form(
                        messages,
                        "since=all&format=csv&fields=sequence,message&query="
                                + "x".repeat(9_000)
                                + "+OR+%22line+1%22&origin="
                                + origin.id());

        assertThat(found.body()).isEqualTo("sequence,message\r\n1,line 1\r\n");
        assertThat(found.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertProblem(Http.form(messages, "query=" + "x".repeat(70_000)), 413, null);
        assertProblem(Http.send("POST", messages, JSON, JSON_TYPE), 415, null);
        HttpResponse<String> problem = Http.get(messages + "?query=a%20(");
        assertThat(problem.statusCode()).isEqualTo(400);
        assertThat(problem.body()).endsWith("\"parameter\":\"query\",\"position\":3}");
    }

    @Test
    void countsAndExports() throws Exception {
        Origin origin = destination.store(1_000);
        String filter = "since=all&origin=" + origin.id();

        for (String path :
                List.of(
                        "histogram?step=1d&" + filter,
                        "facets?" + filter,
                        "fields?" + filter,
                        "fields/service/values?" + filter,
                        "stats?by=service&fn=count,rate&" + filter)) {
            HttpResponse<String> answer = Http.get(destination.url() + "/messages/" + path);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(path).contains("1000", "\"partial\":false");
        }
        for (String name : List.of("histogram", "facets", "fields", "stats", "export")) {
            HttpResponse<String> answer =
                    Http.form(destination.url() + "/messages/" + name, filter);
            assertThat(answer.statusCode()).as(name + answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(name).contains("1000", "\"partial\":false");
        }
        HttpResponse<InputStream> export =
                Http.stream(
                        destination.url() + "/messages/export?" + filter,
                        "Accept-Encoding",
                        "gzip");
        assertThat(export.headers().firstValue("Content-Encoding")).contains("gzip");
        String text =
                new String(
                        new GZIPInputStream(export.body()).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1_001);
        assertThat(text).contains("{\"end\":true,\"rows\":1000,\"partial\":false,\"next\":");
        assertProblem(Http.get(destination.url() + "/messages/export?limit=1"), 400, "limit");
        assertThat(Http.get(destination.url() + "/messages/export?limit=1").body())
                .contains("limit: expected a known parameter (one of after, by, ");
    }

    @Test
    void tailsAsEventsAndAsLinesAndResumes() throws Exception {
        Origin origin = destination.store(5);
        String tail = destination.url() + "/messages/tail?origin=" + origin.id();

        HttpResponse<InputStream> events = Http.stream(tail + "&backlog=2");
        assertThat(events.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        String id;
        try (BufferedReader lines = reader(events)) {
            assertThat(dataOf(lines)).contains("\"sequence\":3,");
            String last = dataOf(lines);
            assertThat(last).contains("\"sequence\":4,");
            id = Http.find("\"id\":(\\d+)", last);
        }
        destination.send(origin, 5, TestRecords.records(5, 3));
        HttpResponse<InputStream> resumed =
                Http.stream(tail, "Last-Event-ID", id, "Accept", "application/x-ndjson");
        try (BufferedReader lines = reader(resumed)) {
            assertThat(nonBlank(lines)).contains("\"sequence\":5,");
            assertThat(nonBlank(lines)).contains("\"sequence\":6,");
            assertThat(nonBlank(lines)).contains("\"sequence\":7,");
            destination.send(origin, 8, TestRecords.records(8, 1));
            long committed = System.nanoTime();
            assertThat(nonBlank(lines)).contains("\"sequence\":8,");
            assertThat(Duration.ofNanos(System.nanoTime() - committed))
                    .isLessThan(Duration.ofSeconds(10));
        }
        assertProblem(Http.get(tail + "&leve=info"), 400, "leve");
        assertProblem(Http.get(tail, "Accept", "image/png"), 406, null);
        assertProblem(Http.get(tail, "Last-Event-ID", "x"), 400, "Last-Event-ID");
    }

    @Test
    void staysBoundedUnderFiftyOfTheWorstQueriesAtOnce() throws Exception {
        destination.store(10_000);
        String worst =
                destination.url()
                        + "/messages?since=all&limit=10000&timeout=2s&fields=id&regex="
                        + URLEncoder.encode("(?:l?){800}nothing", StandardCharsets.UTF_8);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> status(worst), CLIENTS));
        }

        Origin meanwhile = destination.store(1_000);

        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).isSubsetOf(200, 429, 503, 504).contains(429);
        assertThat(
                        Http.get(destination.url() + "/messages?since=all&origin=" + meanwhile.id())
                                .body())
                .contains("line 999");
    }

    @Test
    void endsAQueryAtItsTimeout() throws Exception {
        destination.store(10_000);

        assertProblem(
                Http.get(
                        destination.url()
                                + "/messages?since=all&timeout=1ms&text=line&limit=10000"),
                504,
                null);
    }

    private static int status(String uri) {
        try {
            return Http.get(uri).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BufferedReader reader(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String dataOf(BufferedReader lines) throws IOException {
        String line = nonBlank(lines);
        while (!line.startsWith("data: ")) {
            line = nonBlank(lines);
        }
        return line;
    }

    private static String nonBlank(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && line.isBlank()) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }
}
