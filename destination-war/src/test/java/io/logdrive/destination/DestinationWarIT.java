package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

    @ArquillianResource URL base;

    @Deployment(testable = false)
    static WebArchive war() {
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
        assertProblem(Http.get(destination() + "/messages", "Accept", "text/csv"), 406, null);
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
        assertThat(page.body()).contains("<h1>Logdrive destination</h1>");
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
        Origin origin = new Origin(UUID.randomUUID(), OriginKind.LINES, "127.0.0.1:1", "h", "it");
        try (ForwardClient client = new ForwardClient(receiver())) {
            for (int first = 0; first < count; first += 1_000) {
                List<LogRecord> records =
                        new ArrayList<>(TestRecords.records(first, Math.min(1_000, count - first)));
                client.send(
                        ForwardClient.frame(
                                "c" + first,
                                List.of(TestRecords.stored(origin, first, records.size())),
                                List.of(origin),
                                records));
                assertThat(client.readAck()).isEqualTo("c" + first);
            }
        }
        return origin;
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
