package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.console.ConsoleFiles;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged WAR in a real Payara Micro: what only the container shows. */
@ExtendWith(ArquillianExtension.class)
class IngestWarIT {
    @RegisterExtension static final PayaraMicroExtension CONTAINER = new PayaraMicroExtension();

    private final HttpClient http = HttpClient.newHttpClient();
    @ArquillianResource private URL url;

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/ingest.war"));
    }

    @Test
    void answersTheQueue() throws Exception {
        HttpResponse<String> answer = get("ingest/queue");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .contains("\"depth\":{\"bytes\":", "\"broker\":\"up\"", "\"batchesInFlight\":");
    }

    @Test
    void answersHowItWas() throws Exception {
        HttpResponse<String> answer = get("ingest/history?span=1h");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .startsWith("{\"span\":\"1h\",\"stepSeconds\":10,\"end\":\"2")
                .contains("\"linesPerSecondIn\":[null,", "\"queueLines\":[null,");
        await().untilAsserted(
                        () ->
                                assertThat(get("ingest/history").body())
                                        .containsPattern("\"queueLines\":\\[[^]]*,\\d+\\]"));
        assertThat(get("ingest/queue").body())
                .containsPattern("\"destinationSince\":\"2[^\"]+Z\"")
                .containsPattern("\"state\":\"[a-z-]+\",\"reason\":\"[^\"]*\",\"since\":\"2")
                .containsPattern("\"started\":\"2[^\"]+Z\",\"version\":\"\\d");
        refuses(get("ingest/history?span=2h"), 400, "span: expected 5m or 1h or 12h, found 2h");
    }

    @Test
    void answersWhoIsAtWorkAndOfWhomLinesCame() throws Exception {
        String peer;
        try (Socket socket = connect()) {
            socket.getOutputStream().write("one\ntwo\n".getBytes(UTF_8));
            peer = "\"peer\":\"127.0.0.1:" + socket.getLocalPort() + "\",\"connected\":";

            await().untilAsserted(
                            () ->
                                    assertThat(get("ingest/origins?limit=1").body())
                                            .startsWith("{\"origins\":[{\"origin\":\"")
                                            .contains(peer + "true,", "\"kind\":\"lines\"")
                                            .contains("\"lines\":2,"));
            assertThat(get("ingest/workers").body())
                    .startsWith("{\"workers\":[{\"id\":\"ingest-listen-")
                    .contains(
                            "\"id\":\"ingest-udp-1\",\"state\":\"",
                            "\"id\":\"ingest-enqueue-1\",",
                            "\"id\":\"ingest-forward-1\",",
                            "\"id\":\"ingest-destination-1\",\"state\":\"");
        }
        await().untilAsserted(
                        () -> assertThat(get("ingest/origins").body()).contains(peer + "false,"));
        refuses(get("ingest/origins?limit=0"), 400, "limit: expected 1..10000, found 0");
    }

    @Test
    void saysHowEachWorkerIsEveryFiveSecondsAlsoWhenNothingHappens() throws Exception {
        Pattern updated = Pattern.compile("\"updated\":\"([^\"]+)\"");
        Instant before = Instant.now();

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                updated.matcher(get("ingest/workers").body())
                                        .results()
                                        .map(found -> Instant.parse(found.group(1)))
                                        .allMatch(before::isBefore));
    }

    @Test
    void answersTheConnections() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("half".getBytes(UTF_8));

            await().untilAsserted(
                            () ->
                                    assertThat(get("ingest/connections").body())
                                            .contains(
                                                    "\"peer\":\"127.0.0.1:"
                                                            + socket.getLocalPort()
                                                            + "\"",
                                                    "\"protocol\":\"lines\""));
        }
    }

    @Test
    void answersItsPage() throws Exception {
        assertThat(get("ingest/").body()).contains("data-here=\"ingest\"");
        assertThat(get("ingest/console/api.js").body()).contains("fetch(");
        assertThat(get("ingest/console/lib/virtual/index.js").statusCode()).isEqualTo(200);
        for (String path : List.of("ingest/", "ingest/console/app.js")) {
            assertThat(get(path).headers().firstValue("Content-Security-Policy"))
                    .hasValue(ConsoleFiles.POLICY)
                    .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
        }
        for (String none : List.of("index.html", "ConsoleFiles.class", "%2e%2e/index.js", "lib")) {
            assertThat(get("ingest/console/" + none).statusCode()).as(none).isGreaterThan(399);
        }
        assertThat(get("ingest/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void sendsAPartOfThePageOnce() throws Exception {
        HttpResponse<String> first = get("ingest/console/ui.js");

        HttpResponse<String> again =
                send(
                        request("ingest/console/ui.js")
                                .header(
                                        "If-None-Match",
                                        first.headers().firstValue("ETag").orElseThrow()));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(
                        send(request("ingest/console/ui.js").header("Accept-Encoding", "gzip"))
                                .headers()
                                .firstValue("Content-Encoding"))
                .hasValue("gzip");
    }

    @Test
    void allowsItsOwnIcon() throws Exception {
        HttpResponse<String> icon = get("ingest/console/icon.svg");

        assertThat(icon.statusCode()).isEqualTo(200);
        assertThat(icon.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(get("ingest/").body()).contains("<link rel=\"icon\" href=\"console/icon.svg\"");
    }

    @Test
    void describesItselfBeneathTheServersRoot() throws Exception {
        String own = get("ingest/openapi.json").body();
        HttpResponse<String> whole = get("openapi?format=json");

        assertThat(own).contains("\"/ingest/queue\"");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body())
                .contains("\"title\":\"Logdrive\"", "\"servers\":[{\"url\":\"/\"}]")
                .contains("\"/ingest/queue\":", "\"/ingest/dead-letters/{id}/retry\":")
                .doesNotContain("\"/queue\":", "page.css", "localhost");
    }

    @Test
    void refusesInOneForm() throws Exception {
        refuses(
                get("ingest/nosuch"),
                404,
                "path: expected one that there is, found /ingest/nosuch");
        refuses(
                send(request("ingest/queue").PUT(HttpRequest.BodyPublishers.noBody())),
                405,
                "method: expected one of GET, OPTIONS, found PUT");
        refuses(
                send(request("ingest/queue").header("Accept", "image/png")),
                406,
                "Accept: expected application/json, found image/png");
        refuses(
                get("ingest/queue?limit=1"),
                400,
                "parameter limit: expected no parameter, found an unknown one");
        refuses(
                get("ingest/dead-letters?limt=1"),
                400,
                "parameter limt: expected a known one (nearest: limit), found an unknown one");
        refuses(
                send(request("ingest/dead-letters/1").DELETE()),
                415,
                "Content-Type: expected application/json, found none");
    }

    @Test
    void changesNoDeadLettersWhenAParameterIsForgotten() throws Exception {
        String until = "until=2026-10-19T12:00:00Z";
        HttpRequest.Builder all = request("ingest/dead-letters?filter=*&" + until);

        refuses(send(all.DELETE()), 415, "Content-Type: expected application/json, found none");
        refuses(
                send(json("ingest/dead-letters").DELETE()),
                400,
                "filter: expected a text of 1..200 characters, * for all, found none");
        refuses(
                send(json("ingest/dead-letters?filter=&" + until).DELETE()),
                400,
                "filter: expected a text of 1..200 characters, * for all, found an empty one");
        refuses(
                send(json("ingest/dead-letters/retry?filter=*").POST(BodyPublishers.noBody())),
                400,
                "until: expected a time as 2026-10-19T12:00:00Z, until of the list, found"
                        + " none");
        assertThat(send(json("ingest/dead-letters?filter=*&" + until).DELETE()).body())
                .isEqualTo("{\"done\":0,\"refused\":0,\"reasons\":[],\"more\":false}");
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    @Test
    void answersItsConfigurationWithoutSecrets() throws Exception {
        assertThat(get("ingest/config").body())
                .contains("\"logdrive.ingest.batch.age-max\":\"PT0.3S\"")
                .doesNotContain("sesame");
    }

    @Test
    void answersItsMetrics() throws Exception {
        assertThat(get("ingest/metrics").body())
                .contains(
                        "# HELP logdrive_queue_depth_lines Lines in the queue now",
                        "# HELP logdrive_listen_lines_total Lines taken")
                .doesNotContainPattern("# HELP \\S+ *\n");
    }

    @Test
    void isReady() throws Exception {
        HttpResponse<String> ready = get("health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"listener\":\"bound\"", "\"queue\":\"up\"");
        assertThat(get("health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsALoneLineToTheDestinationWhenTheTimerFindsItOldEnough() throws Exception {
        String line = "lone line " + System.nanoTime();

        try (Socket socket = connect()) {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> CONTAINER.destination().bodies().contains(line));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        Pattern empty = Pattern.compile("\"depth\":\\{[^}]*\"lines\":0[,}]");
        await().until(() -> empty.matcher(get("ingest/queue").body()).find());
        assertThat(get("ingest/queue").body()).contains("\"destination\":\"connected\"");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        URI root = URI.create(url.getProtocol() + "://" + url.getAuthority() + "/" + path);
        return HttpRequest.newBuilder(root);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void refuses(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), CONTAINER.intakePort());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
