package io.logdrive.destination;

import static io.logdrive.destination.DeployedDestination.JSON;
import static io.logdrive.destination.DeployedDestination.JSON_TYPE;
import static io.logdrive.destination.DeployedDestination.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.Origin;
import java.net.URL;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The WAR as it is shipped, in Payara Micro: what only a container shows. */
@ArquillianTest
@RunAsClient
class DestinationWarIT {
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
    void isReadyAndAlive() throws Exception {
        HttpResponse<String> ready = Http.get(destination.root() + "/health/ready");
        HttpResponse<String> live = Http.get(destination.root() + "/health/live");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"name\":\"destination\",\"status\":\"UP\"");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).contains("\"name\":\"destination\",\"status\":\"UP\"");
    }

    @Test
    void showsTheLedger() throws Exception {
        Origin origin = destination.store(30);

        assertThat(Http.get(destination.url() + "/ledger").body())
                .startsWith("{\"total\":{\"origins\":")
                .contains("\"origin\":\"" + origin.id() + "\",\"kind\":\"lines\"");
        assertThat(Http.get(destination.url() + "/ledger/" + origin.id()).body())
                .contains("\"received\":30,\"stored\":30,\"filtered\":0,\"dead\":0,\"missing\":0")
                .endsWith("\"gaps\":[]}");
        assertThat(Http.get(destination.url() + "/ledger/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void walksOverAllOriginsOfTheLedger() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(destination.store(1).id().toString());
        }

        List<String> found = new ArrayList<>();
        String after = "";
        for (String page = ""; page.isEmpty() || !after.isEmpty(); ) {
            page = Http.get(destination.url() + "/ledger?order=id&limit=2" + after).body();
            Matcher origins = Pattern.compile("\"origin\":\"([^\"]+)\"").matcher(page);
            while (origins.find()) {
                found.add(origins.group(1));
            }
            after = page.contains("\"next\"") ? "&after=" + found.get(found.size() - 1) : "";
        }

        assertThat(found).doesNotHaveDuplicates().containsAll(expected);
        assertProblem(
                Http.get(destination.url() + "/ledger?order=latest&after=" + expected.get(0)),
                400,
                "after");
    }

    @Test
    void showsRetriesAndRemovesDeadLetters() throws Exception {
        Origin origin =
                destination.store(
                        List.of(TestRecords.record(0, "once"), TestRecords.record(1, "b")));
        String letters = destination.url() + "/dead-letters";
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
        assertThat(Http.get(destination.url() + "/ledger/" + origin.id()).body())
                .contains("\"received\":2,\"stored\":2,\"filtered\":0,\"dead\":0,\"missing\":0");
        assertProblem(Http.get(letters + "/" + id), 404, null);
        assertProblem(Http.send("POST", letters + "/x/retry", JSON, JSON_TYPE), 404, null);
        assertProblem(Http.get(letters + "?after=x"), 400, "after");

        destination.store(List.of(TestRecords.record(0, "never")));
        String other = Http.find("\\{\"id\":(\\d+),", Http.get(letters + "?limit=1").body());
        assertProblem(
                Http.send("POST", letters + "/" + other + "/retry", JSON, JSON_TYPE), 409, null);
        assertThat(Http.send("DELETE", letters + "/" + other, JSON, JSON_TYPE).statusCode())
                .isEqualTo(204);
        assertProblem(Http.send("DELETE", letters + "/" + other, JSON, JSON_TYPE), 404, null);
    }

    @Test
    void changesAllDeadLettersThatMatchAndNoneWhenAParameterIsForgotten() throws Exception {
        String letters = destination.url() + "/dead-letters";
        Origin origin =
                destination.store(
                        List.of(TestRecords.record(0, "never"), TestRecords.record(1, "x")));
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
        assertProblem(Http.get(destination.url() + "/messages?leve=info"), 400, "leve");
        assertProblem(Http.get(destination.url() + "/messages?limit=0"), 400, "limit");
        assertProblem(Http.get(destination.url() + "/messages?after=x"), 400, "after");
        assertProblem(Http.get(destination.url() + "/ledger?x=1"), 400, "x");
        assertProblem(Http.get(destination.url() + "/ledger/x"), 400, "origin");
        assertProblem(Http.get(destination.url() + "/messages/999999999"), 404, null);
        assertProblem(Http.get(destination.url() + "/messages/x"), 404, null);
        assertProblem(Http.get(destination.url() + "/nothing"), 404, null);
        assertProblem(Http.send("DELETE", destination.url() + "/messages"), 405, null);
        assertProblem(Http.get(destination.url() + "/messages", "Accept", "image/png"), 406, null);
    }

    @Test
    void describesItselfAndGivesAPageToTryIt() throws Exception {
        HttpResponse<String> page = Http.get(destination.url() + "/docs");

        assertThat(page.body()).contains("<h1>Try the API</h1>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy ->
                                assertThat(policy)
                                        .startsWith("default-src 'none'; script-src 'self';")
                                        .doesNotContain("unsafe"));
        assertThat(Http.get(destination.url() + "/docs/docs.js").body()).contains("openapi.json");
        assertThat(Http.get(destination.url() + "/docs/docs.css").statusCode()).isEqualTo(200);
        assertThat(Http.get(destination.url() + "/docs/openapi.json").body())
                .contains("\"/destination/messages/tail\"");
        assertThat(Http.get(destination.root() + "/openapi?format=json").body())
                .contains("\"/destination/messages/tail\"", "\"title\":\"Logdrive\"")
                .contains("\"servers\":[{\"url\":\"/\"}]")
                .doesNotContain("localhost");
    }

    @Test
    void leadsFromTheSlashBehindThePageToThePage() throws Exception {
        HttpResponse<String> slash = Http.get(destination.url() + "/docs/");

        assertThat(slash.statusCode()).isEqualTo(301);
        assertThat(slash.headers().firstValue("Location")).contains(destination.url() + "/docs");
    }

    @Test
    void namesWhatIsExpectedWhereNothingTakesARequest() throws Exception {
        assertThat(Http.get(destination.url() + "/nothing").body())
                .contains("\"path: expected one that there is, found /destination/nothing\"");
        assertThat(Http.send("DELETE", destination.url() + "/messages").body())
                .contains("\"method: expected one of GET, OPTIONS, POST, found DELETE\"");
        assertThat(Http.send("POST", destination.url() + "/messages", JSON, JSON_TYPE).body())
                .contains("expected application/x-www-form-urlencoded, found application/json\"");
        assertThat(Http.get(destination.url() + "/metrics", "Accept", "image/png").body())
                .contains("\"Accept: expected text/plain, found image/png\"");
        assertThat(Http.get(destination.url() + "/messages/999999999").body())
                .contains("\"message 999999999: expected one with this id, found none\"");
        assertThat(Http.get(destination.url() + "/messages/x").body())
                .contains("\"message: expected an id of digits, found \\\"x\\\"\"");
    }

    @Test
    void servesItsPageAndItsMetrics() throws Exception {
        HttpResponse<String> page = Http.get(destination.url() + "/");
        HttpResponse<String> metrics = Http.get(destination.url() + "/metrics");

        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains("data-here=\"destination\"", "data-other=\"/ingest/\"");
        assertThat(Http.get(destination.url() + "/console/app.js").statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("# TYPE logdrive_destination_records_total counter")
                .contains("logdrive_destination_receive_connections ");
    }
}
