package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.Settings;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.h2.jdbcx.JdbcDataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The WAR as it is shipped, in Payara Micro: what only a container shows. */
@ArquillianTest
@RunAsClient
class DestinationWarIT {
    private static final String PROBLEM = "application/problem+json";
    private static final String JSON = "Content-Type";
    private static final String JSON_TYPE = "application/json";

    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();

    @ArquillianResource URL base;

    /**
     * The database is made beforehand, with a constraint, so that there is a record that it
     * refuses: the first time, and not again once it is a dead letter.
     */
    @Deployment(testable = false)
    static WebArchive war() throws SQLException {
        Path folder = Path.of(System.getProperty("logdrive.test.folder"), "data");
        Map<String, String> settings =
                Map.of(
                        "logdrive.destination.data",
                        folder.toString(),
                        "logdrive.destination.receive.address",
                        "127.0.0.1:0");
        Destination.start(
                        DestinationConfig.from(Settings.ofMap(settings)),
                        Thread::new,
                        Clock.systemUTC())
                .stop();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder + "/h2/logdrive");
        database.setUser("logdrive");
        database.setPassword("");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "ALTER TABLE message ADD CONSTRAINT IF NOT EXISTS never"
                            + " CHECK (body <> 'never')");
            statement.execute(
                    "ALTER TABLE message ADD CONSTRAINT IF NOT EXISTS once CHECK (body <> 'once'"
                            + " OR (SELECT COUNT(*) FROM dead_letter) > 0)");
        }
        File war = new File(System.getProperty("logdrive.test.war"));
        return ShrinkWrap.createFromZipFile(WebArchive.class, war);
    }

    @Test
    void isReadyAndAlive() throws Exception {
        HttpResponse<String> ready = Http.get(root() + "/health/ready");
        HttpResponse<String> live = Http.get(root() + "/health/live");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"name\":\"destination\",\"status\":\"UP\"");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).contains("\"name\":\"destination\",\"status\":\"UP\"");
    }

    @Test
    void answersWithWhatItReceived() throws Exception {
        Origin origin = store(250);
        String query = destination() + "/messages?since=all&origin=" + origin.id();

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
        assertThat(Http.get(destination() + "/messages/" + id).body())
                .startsWith("{\"id\":" + id + ",")
                .contains("\"message\":\"line 0\"");
    }

    @Test
    void streamsTenThousandMessagesAsLines() throws Exception {
        Origin origin = store(10_000);
        String query =
                destination() + "/messages?since=all&limit=10000&order=asc&origin=" + origin.id();

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
    void showsTheLedger() throws Exception {
        Origin origin = store(30);

        assertThat(Http.get(destination() + "/ledger").body())
                .startsWith("{\"total\":{\"origins\":")
                .contains("\"origin\":\"" + origin.id() + "\",\"kind\":\"lines\"");
        assertThat(Http.get(destination() + "/ledger/" + origin.id()).body())
                .contains("\"received\":30,\"stored\":30,\"filtered\":0,\"dead\":0,\"missing\":0")
                .endsWith("\"gaps\":[]}");
        assertThat(Http.get(destination() + "/ledger/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void walksOverAllOriginsOfTheLedger() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(store(1).id().toString());
        }

        List<String> found = new ArrayList<>();
        String after = "";
        for (String page = ""; page.isEmpty() || !after.isEmpty(); ) {
            page = Http.get(destination() + "/ledger?order=id&limit=2" + after).body();
            Matcher origins = Pattern.compile("\"origin\":\"([^\"]+)\"").matcher(page);
            while (origins.find()) {
                found.add(origins.group(1));
            }
            after = page.contains("\"next\"") ? "&after=" + found.get(found.size() - 1) : "";
        }

        assertThat(found).doesNotHaveDuplicates().containsAll(expected);
        assertProblem(
                Http.get(destination() + "/ledger?order=latest&after=" + expected.get(0)),
                400,
                "after");
    }

    @Test
    void showsRetriesAndRemovesDeadLetters() throws Exception {
        Origin origin = store(List.of(TestRecords.record(0, "once"), TestRecords.record(1, "b")));
        String letters = destination() + "/dead-letters";
        String list = Http.get(letters).body();
        String id = Http.find("\"id\":(\\d+),\"what\":\"record\",\"why\":\"23513 ", list);

        assertThat(Http.get(letters + "/" + id).body())
                .contains("\"origin\":\"" + origin.id() + "\",\"sequence\":0,\"bytes\":")
                .contains("\"record\":{\"time\":\"2026-10-19T12:00:00.000000Z\"")
                .contains("\"message\":\"once\"},\"raw\":\"");
        assertProblem(Http.send("POST", letters + "/" + id + "/retry"), 415, null);
        assertProblem(Http.send("DELETE", letters + "/" + id), 415, null);
        assertProblem(
                Http.send("POST", letters + "/" + id + "/retry", JSON, JSON_TYPE, "Origin", "x"),
                403,
                null);

        HttpResponse<String> retried =
                Http.send("POST", letters + "/" + id + "/retry", JSON, JSON_TYPE);
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(200);
        assertThat(retried.body()).isEqualTo("{\"id\":" + id + ",\"now\":\"message\"}");
        assertThat(Http.get(destination() + "/ledger/" + origin.id()).body())
                .contains("\"received\":2,\"stored\":2,\"filtered\":0,\"dead\":0,\"missing\":0");
        assertProblem(Http.get(letters + "/" + id), 404, null);
        assertProblem(Http.send("POST", letters + "/x/retry", JSON, JSON_TYPE), 404, null);
        assertProblem(Http.get(letters + "?after=x"), 400, "after");

        store(List.of(TestRecords.record(0, "never")));
        String other = Http.find("\\{\"id\":(\\d+),", Http.get(letters + "?limit=1").body());
        assertProblem(
                Http.send("POST", letters + "/" + other + "/retry", JSON, JSON_TYPE), 409, null);
        assertThat(Http.send("DELETE", letters + "/" + other, JSON, JSON_TYPE).statusCode())
                .isEqualTo(204);
        assertProblem(Http.send("DELETE", letters + "/" + other, JSON, JSON_TYPE), 404, null);
    }

    @Test
    void changesAllDeadLettersThatMatchAndNoneWhenAParameterIsForgotten() throws Exception {
        String letters = destination() + "/dead-letters";
        Origin origin = store(List.of(TestRecords.record(0, "never"), TestRecords.record(1, "x")));
        String mine = "filter=" + origin.id().toString().toUpperCase(Locale.ROOT);
        String list = Http.get(letters + "?" + mine).body();
        String until = "&until=" + Http.find("\"until\":\"([^\"]+)\"", list);
        assertThat(list).contains("\"count\":1,", "\"partial\":false");
        for (String wrong :
                List.of("", "?filter=*", "?filter=" + until, "?" + until.substring(1))) {
            assertThat(Http.send("DELETE", letters + wrong, JSON, JSON_TYPE).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertProblem(Http.send("POST", letters + "/retry?" + mine, JSON, JSON_TYPE), 400, "until");
        assertProblem(Http.send("DELETE", letters + "?" + mine + until), 415, null);
        assertThat(Http.get(letters + "?" + mine).body()).isEqualTo(list);

        assertThat(Http.send("POST", letters + "/retry?" + mine + until, JSON, JSON_TYPE).body())
                .contains("{\"done\":0,\"refused\":1,\"reasons\":[\"dead letter ")
                .endsWith("\"],\"more\":false}");
        until = Http.find("\"until\":\"([^\"]+)\"", Http.get(letters + "?" + mine).body());
        assertThat(
                        Http.send(
                                        "DELETE",
                                        letters + "?" + mine + "&until=" + until,
                                        JSON,
                                        JSON_TYPE)
                                .body())
                .isEqualTo("{\"done\":1,\"refused\":0,\"reasons\":[],\"more\":false}");
        assertThat(Http.get(letters + "?" + mine).body()).contains("\"count\":0,");
    }

    @Test
    void refusesInOneFormWhateverIsWrong() throws Exception {
        assertProblem(Http.get(destination() + "/messages?leve=info"), 400, "leve");
        assertProblem(Http.get(destination() + "/messages?limit=0"), 400, "limit");
        assertProblem(Http.get(destination() + "/messages?after=x"), 400, "after");
        assertProblem(Http.get(destination() + "/ledger?x=1"), 400, "x");
        assertProblem(Http.get(destination() + "/ledger/x"), 400, "origin");
        assertProblem(Http.get(destination() + "/messages/999999999"), 404, null);
        assertProblem(Http.get(destination() + "/messages/x"), 404, null);
        assertProblem(Http.get(destination() + "/nothing"), 404, null);
        assertProblem(Http.send("DELETE", destination() + "/messages"), 405, null);
        assertProblem(Http.get(destination() + "/messages", "Accept", "image/png"), 406, null);
    }

    @Test
    void takesAFormForWhatIsTooLongForAnAddress() throws Exception {
        Origin origin = store(3);
        String messages = destination() + "/messages";

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
        Origin origin = store(1_000);
        String filter = "since=all&origin=" + origin.id();

        for (String path :
                List.of(
                        "histogram?step=1d&" + filter,
                        "facets?" + filter,
                        "fields?" + filter,
                        "fields/service/values?" + filter,
                        "stats?by=service&fn=count,rate&" + filter)) {
            HttpResponse<String> answer = Http.get(destination() + "/messages/" + path);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(path).contains("1000", "\"partial\":false");
        }
        for (String name : List.of("histogram", "facets", "fields", "stats", "export")) {
            HttpResponse<String> answer = Http.form(destination() + "/messages/" + name, filter);
            assertThat(answer.statusCode()).as(name + answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(name).contains("1000", "\"partial\":false");
        }
        HttpResponse<InputStream> export =
                Http.stream(
                        destination() + "/messages/export?" + filter, "Accept-Encoding", "gzip");
        assertThat(export.headers().firstValue("Content-Encoding")).contains("gzip");
        String text =
                new String(
                        new GZIPInputStream(export.body()).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1_001);
        assertThat(text).contains("{\"end\":true,\"rows\":1000,\"partial\":false,\"next\":");
        assertProblem(Http.get(destination() + "/messages/export?limit=1"), 400, "limit");
        assertThat(Http.get(destination() + "/messages/export?limit=1").body())
                .contains("limit: expected a known parameter (one of after, by, ");
    }

    @Test
    void tailsAsEventsAndAsLinesAndResumes() throws Exception {
        Origin origin = store(5);
        String tail = destination() + "/messages/tail?origin=" + origin.id();

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
        send(origin, 5, TestRecords.records(5, 3));
        HttpResponse<InputStream> resumed =
                Http.stream(tail, "Last-Event-ID", id, "Accept", "application/x-ndjson");
        try (BufferedReader lines = reader(resumed)) {
            assertThat(nonBlank(lines)).contains("\"sequence\":5,");
            assertThat(nonBlank(lines)).contains("\"sequence\":6,");
            assertThat(nonBlank(lines)).contains("\"sequence\":7,");
            send(origin, 8, TestRecords.records(8, 1));
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
    void describesItselfAndGivesAPageToTryIt() throws Exception {
        HttpResponse<String> page = Http.get(destination() + "/docs");

        assertThat(page.body()).contains("<h1>Try the API</h1>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy ->
                                assertThat(policy)
                                        .startsWith("default-src 'none'; script-src 'self';")
                                        .doesNotContain("unsafe"));
        assertThat(Http.get(destination() + "/docs/docs.js").body()).contains("openapi.json");
        assertThat(Http.get(destination() + "/docs/docs.css").statusCode()).isEqualTo(200);
        assertThat(Http.get(destination() + "/docs/openapi.json").body())
                .contains("\"/destination/messages/tail\"");
        assertThat(Http.get(root() + "/openapi?format=json").body())
                .contains("\"/destination/messages/tail\"", "\"title\":\"Logdrive\"")
                .contains("\"servers\":[{\"url\":\"/\"}]")
                .doesNotContain("localhost");
    }

    @Test
    void leadsFromTheSlashBehindThePageToThePage() throws Exception {
        HttpResponse<String> slash = Http.get(destination() + "/docs/");

        assertThat(slash.statusCode()).isEqualTo(301);
        assertThat(slash.headers().firstValue("Location")).contains(destination() + "/docs");
    }

    @Test
    void namesWhatIsExpectedWhereNothingTakesARequest() throws Exception {
        assertThat(Http.get(destination() + "/nothing").body())
                .contains("\"path: expected one that there is, found /destination/nothing\"");
        assertThat(Http.send("DELETE", destination() + "/messages").body())
                .contains("\"method: expected one of GET, OPTIONS, POST, found DELETE\"");
        assertThat(Http.send("POST", destination() + "/messages", JSON, JSON_TYPE).body())
                .contains("expected application/x-www-form-urlencoded, found application/json\"");
        assertThat(Http.get(destination() + "/metrics", "Accept", "image/png").body())
                .contains("\"Accept: expected text/plain, found image/png\"");
        assertThat(Http.get(destination() + "/messages/999999999").body())
                .contains("\"message 999999999: expected one with this id, found none\"");
        assertThat(Http.get(destination() + "/messages/x").body())
                .contains("\"message: expected an id of digits, found \\\"x\\\"\"");
    }

    @Test
    void staysBoundedUnderFiftyOfTheWorstQueriesAtOnce() throws Exception {
        store(10_000);
        String worst =
                destination()
                        + "/messages?since=all&limit=10000&timeout=2s&fields=id&regex="
                        + URLEncoder.encode("(?:l?){800}nothing", StandardCharsets.UTF_8);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> status(worst), CLIENTS));
        }

        Origin meanwhile = store(1_000);

        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).isSubsetOf(200, 429, 503, 504).contains(429);
        assertThat(Http.get(destination() + "/messages?since=all&origin=" + meanwhile.id()).body())
                .contains("line 999");
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

    @Test
    void endsAQueryAtItsTimeout() throws Exception {
        store(10_000);

        assertProblem(
                Http.get(destination() + "/messages?since=all&timeout=1ms&text=line&limit=10000"),
                504,
                null);
    }

    @Test
    void servesItsPageAndItsMetrics() throws Exception {
        HttpResponse<String> page = Http.get(destination() + "/");
        HttpResponse<String> metrics = Http.get(destination() + "/metrics");

        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains("data-here=\"destination\"", "data-other=\"/ingest/\"");
        assertThat(Http.get(destination() + "/console/app.js").statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("# TYPE logdrive_destination_records_total counter")
                .contains("logdrive_destination_receive_connections ");
    }

    private static void assertProblem(
            HttpResponse<String> response, int status, @Nullable String parameter) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(response.body()).contains("\"status\":" + status + ",\"detail\":\"");
        if (parameter != null) {
            assertThat(response.body()).endsWith("\"parameter\":\"" + parameter + "\"}");
        }
    }

    /** Sends {@code count} records of a new origin and waits for their acknowledgements. */
    private Origin store(int count) throws Exception {
        return store(TestRecords.records(0, count));
    }

    private Origin store(List<LogRecord> all) throws Exception {
        Origin origin = new Origin(UUID.randomUUID(), OriginKind.LINES, "127.0.0.1:1", "h", "it");
        send(origin, 0, all);
        return origin;
    }

    /** Sends records whose first has that sequence, and waits for their acknowledgements. */
    private void send(Origin origin, long from, List<LogRecord> all) throws Exception {
        try (ForwardClient client = new ForwardClient(receiver())) {
            for (int first = 0; first < all.size(); first += 1_000) {
                List<LogRecord> records = all.subList(first, Math.min(first + 1_000, all.size()));
                client.send(
                        ForwardClient.frame(
                                "c" + first,
                                List.of(TestRecords.stored(origin, from + first, records.size())),
                                List.of(origin),
                                records));
                assertThat(client.readAck()).isEqualTo("c" + first);
            }
        }
    }

    private InetSocketAddress receiver() throws Exception {
        String ready = Http.get(root() + "/health/ready").body();
        int port = Integer.parseInt(Http.find("\"receive\":\"127.0.0.1:(\\d+)\"", ready));
        return new InetSocketAddress("127.0.0.1", port);
    }

    private String root() {
        return "http://127.0.0.1:" + base.getPort();
    }

    private String destination() {
        return root() + "/destination";
    }
}
