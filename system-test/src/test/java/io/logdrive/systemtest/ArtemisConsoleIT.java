package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Artemis's own console beside the embedded broker: it may look, at the broker alone. */
@ExtendWith(ProcessLogs.class)
class ArtemisConsoleIT {
    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final String BROKER = "org.apache.activemq.artemis:broker=\\\"logdrive\\\"";
    private static final String QUEUE =
            BROKER.replace(":", ":address=\\\"logs\\\",")
                    + ",component=addresses,queue=\\\"forward\\\",routing-type=\\\"multicast\\\""
                    + ",subcomponent=queues";

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static final int HTTP_PORT = FreePorts.next();
    private static final int INTAKE_PORT = FreePorts.next();
    private static GuardedProcess run;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Folders.fresh(ArtemisConsoleIT.class);
        run =
                RunCommand.start(
                        folder,
                        Map.of(
                                "logdrive.ingest.listen.address", "127.0.0.1:" + INTAKE_PORT,
                                "logdrive.ingest.listen.syslog-udp.address", "off",
                                "logdrive.ingest.forward.address", "127.0.0.1:" + FreePorts.next()),
                        "ingest",
                        "--port",
                        Integer.toString(HTTP_PORT),
                        "--artemis-console",
                        Artefacts.artemisConsole().toString());
        RunCommand.awaitReady(run);
        await("the console")
                .atMost(START_MAX)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> ask("own", "{\"type\":\"version\"}").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        run.terminate();
        run.awaitExit(START_MAX);
    }

    @Test
    void showsHowManyMessagesAreInTheQueue() throws IOException {
        try (LineSender sender = LineSender.connect(INTAKE_PORT)) {
            sender.send("a line that nobody fetches\n").halfClose().awaitEnd(START_MAX);
        }
        Page page = browser.page(ConsoleBrowser.WIDE);
        page.navigate("http://127.0.0.1:" + HTTP_PORT + "/artemis-console/");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Queues")).click();

        Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText("forward"));
        assertThat(row).containsText(Pattern.compile("forward\\s*logs\\s*MULTICAST\\s*true"));
        assertThat(row.locator("td").filter(new Locator.FilterOptions().setHasText("1")).first())
                .isVisible();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    browse messages   | 'type':'exec','mbean':'QUEUE','operation':'browse()'
                    see the first one | 'type':'read','mbean':'QUEUE','attribute':'FirstMessageAsJSON'
                    drop a queue      | 'type':'exec','mbean':'BROKER','operation':'destroyQueue(java.lang.String)','arguments':['forward']
                    stop the broker   | 'type':'exec','mbean':'BROKER','operation':'forceFailover()'
                    read the process  | 'type':'read','mbean':'java.lang:type=Runtime','attribute':'SystemProperties'
                    run a command     | 'type':'exec','mbean':'com.sun.management:type=DiagnosticCommand','operation':'vmSystemProperties'
                    write a setting   | 'type':'write','mbean':'BROKER','attribute':'MessageCounterSamplePeriod','value':1
                    """)
    void mayNothingElse(String what, String request) throws IOException {
        HttpResponse<String> answer =
                ask(
                        "own",
                        "{"
                                + request.replace('\'', '"')
                                        .replace("BROKER", BROKER)
                                        .replace("QUEUE", QUEUE)
                                + "}");

        assertThat(answer.body()).as(what).contains("forbidden", "\"status\":403");
    }

    @Test
    void answersNoOtherSitesPage() throws IOException {
        assertThat(ask("http://evil.example", "{\"type\":\"version\"}").body())
                .contains("Origin http://evil.example is not allowed", "\"status\":403");
    }

    private static HttpResponse<String> ask(String origin, String body) throws IOException {
        String here = "http://127.0.0.1:" + HTTP_PORT;
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(here + "/artemis-console/jolokia"))
                                    .header("Origin", origin.equals("own") ? here : origin)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
