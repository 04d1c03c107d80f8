package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Show 1 of issue 9: the pipeline's page, the dead-letter desk, the configuration. */
@ExtendWith(ProcessLogs.class)
class ConsolePipelineIT {
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final String SABOTAGE = "io.logdrive.drill.sabotage";
    private static final String POISON = "logdrive-drill-unprocessable";
    private static final int MANY = 210;
    private static final String ALL_RED = "filter=Red&until=2026-11-23T01%3A00%3A00.123Z";
    private static final String QUEUE =
            """
            {'depth':{'lines':0,'chunks':0,'bytes':0},'linesPerSecondIn':0,'linesPerSecondOut':0,
             'drainSeconds':0,'connections':0,'batchesInFlight':0,'deadLetters':0,'broker':'up','consumers':[],
             'guard':{'state':'accepting','reason':'','freeBytes':1610612736,
                      'reserveBytes':536870912,'damaged':[]},'destination':'connected'}
            """;

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private Page page;

    @BeforeAll
    static void start() {
        server =
                Server.ofBoth(ConsolePipelineIT.class)
                        .set(SABOTAGE, "fail-processing")
                        .set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @BeforeEach
    void visit() {
        page = browser.page(ConsoleBrowser.WIDE);
    }

    @Test
    void showsTheWayOfALineAndThatItAddsUp() throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            for (int i = 0; i < 300; i++) {
                sender.send("pipeline " + i + "\n");
            }
            server.messages().awaitCountWith("pipeline", 300, SLACK);
            open("/destination/");

            assertThat(state()).hasText("Lines flow.");
            assertThat(page.locator(".way .stage")).hasCount(6);
            assertThat(page.locator(".balance"))
                    .containsText(Pattern.compile("^\\s*[\\d,]+ received = [\\d,]+ stored \\+ "));
            assertThat(page.locator(".balance")).not().hasClass(Pattern.compile("bad"));
            assertThat(page.getByRole(AriaRole.REGION, named("Origins"))).containsText("300");
            assertThat(page.locator(".chart canvas").first()).isVisible();
            assertThat(page.getByRole(AriaRole.REGION, named("Workers"))).isVisible();
        }
    }

    @Test
    void isTheSameOnIngestsPage() {
        open("/ingest/");

        assertThat(page.locator(".way .stage")).hasCount(6);
        assertThat(page.locator("nav a")).containsText(new String[] {"Pipeline", "Explore"});
    }

    @Test
    void isReachedFromTheRootOfTheServer() {
        page.navigate("http://127.0.0.1:" + server.httpPort() + "/");

        assertThat(page.locator("nav a").first()).hasText("Pipeline");
    }

    /** Each state that the server can be in, said in a sentence; the answers are the test's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'broker':'up'|'broker':'down'|bad|The broker is down: senders wait.
                    'accepting','reason':''|'waiting-for-disk','reason':'1 MiB free'|bad|Ingest takes no lines, senders wait (waiting-for-disk: 1 MiB free).
                    'connected'|'unreachable'|bad|The destination is unreachable; 0 lines queued on disk, room for 1.0 GiB.
                    'lines':0,'chunks'|'lines':1,'chunks'|idle|Idle; 1 line waits.
                    'linesPerSecondIn':0|'linesPerSecondIn':7|good|Lines flow.
                    'drainSeconds':0|'oldestAgeSeconds':40|warn|0 lines wait, the oldest for 40 s, and they do not become fewer, room for 1.0 GiB.
                    'drainSeconds':0|'drainSeconds':90,'oldestAgeSeconds':40|warn|0 lines wait, the oldest for 40 s; empty in 2 min at this rate.
                    'x'|'x'|idle|Idle: no sender is connected.
                    """)
    void saysHowItIs(String find, String replace, String state, String sentence) {
        answer("**/ingest/queue", QUEUE.replace(find, replace));
        open("/destination/");

        assertThat(state()).hasText(sentence);
        assertThat(page.locator("section.state")).hasClass(Pattern.compile("\\b" + state + "\\b"));
    }

    @Test
    void saysWhyTheDatabaseDoesNotStoreAndForHowLongThereIsRoom() {
        answer(
                "**/ingest/queue",
                QUEUE.replace("'lines':0,'chunks'", "'lines':41208,'chunks'")
                        .replace("'drainSeconds':0", "'diskSecondsLeft':10800"));
        answer(
                "**/destination/status",
                "{'state':'waiting','reason':'database refuses connections','since':"
                        + "'2026-11-21T14:02:11Z','database':{'kind':'h2'},'commitMillis':{}}");
        open("/destination/");

        assertThat(state())
                .hasText(
                        "database refuses connections since 2026-11-21 14:02:11; 41,208 lines"
                                + " queued on disk, room for 3 h at this rate.");
    }

    @Test
    void isRedWhenLinesStayMissing() {
        page.clock().install();
        answer(
                "**/destination/ledger?**",
                "{'total':{'origins':1,'closed':0,'received':10,'stored':7,'filtered':0,'dead':0,"
                        + "'missing':3,'gapCount':1},'origins':[],'partial':false}");
        answer("**/ingest/queue", QUEUE);
        open("/destination/");
        assertThat(page.locator(".balance")).containsText("10 received = 7 stored + 0 queued");
        assertThat(page.locator(".balance")).not().hasClass(Pattern.compile("bad"));

        page.clock().runFor(30_000);

        assertThat(page.locator(".balance.bad")).containsText("3 lines neither stored nor queued");
    }

    @Test
    void triesADeadLetterAgainAndGivesAnotherUp() throws IOException {
        send("retry " + POISON + "\u001b[31m <script>alert(1)</script>\n");
        send("discard " + POISON + "\n");
        open("/destination/#/dead-letters");
        Locator desk = page.getByRole(AriaRole.REGION, named("Could not be processed")).last();
        assertThat(desk.locator("tbody tr")).hasCount(2);
        assertThat(desk).containsText("sabotage fail-processing");
        Locator retried = rowOf("retry " + POISON);
        assertThat(page.locator("dialog pre")).containsText("\u241b[31m <script>alert(1)</script>");
        page.keyboard().press("Escape");

        // The cause is still there: it comes back, with its bytes.
        retried.getByText("Retry").click();
        assertThat(page.getByRole(AriaRole.STATUS).last())
                .containsText("1 dead letter sent again.");
        page.reload();
        assertThat(desk.locator("tbody tr")).hasCount(2);

        Locator discarded = rowOf("discard " + POISON);
        page.keyboard().press("Escape");
        discarded.getByText("Discard").click();
        page.locator("dialog")
                .getByText("Discard", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(desk.locator("tbody tr")).hasCount(1);
    }

    /** More of them than the page loads: what is meant the server knows. */
    @Test
    void retriesAndDiscardsAllThatMatchByKeyboard() throws IOException {
        discardAll();
        String peer = "";
        for (int i = 0; i < MANY; i++) {
            // The last: until alone would not keep those before it.
            peer = send("many " + i + " " + POISON + "\n");
        }
        awaitLetters(MANY);
        open("/destination/#/dead-letters");
        Locator desk = page.getByRole(AriaRole.REGION, named("Could not be processed")).first();
        Locator how = desk.locator("header small");
        assertThat(how).hasText(String.valueOf(MANY));
        assertThat(desk.locator("tbody tr")).hasCount(200);

        page.getByRole(AriaRole.SEARCHBOX).fill(peer);
        assertThat(how).hasText("1 match");
        assertThat(desk.locator("tbody tr")).hasCount(1);
        press(desk, "Retry all");
        assertThat(page.locator("dialog")).containsText("1 dead letter that contains " + peer);
        press(page.locator("dialog"), "Retry");
        assertThat(desk.getByRole(AriaRole.STATUS)).hasText("1 dead letter sent again.");
        assertThat(desk.getByLabel("Close the outcome")).isFocused();
        page.keyboard().press("Enter");
        assertThat(desk.getByRole(AriaRole.STATUS)).hasCount(0);
        // The cause is still there: it comes back.
        awaitLetters(MANY);

        page.getByRole(AriaRole.SEARCHBOX).fill("");
        assertThat(how).hasText(String.valueOf(MANY));
        press(desk, "Discard all");
        assertThat(page.locator("dialog")).containsText("All " + MANY + " dead letters");
        press(page.locator("dialog"), "Discard");
        assertThat(desk.getByRole(AriaRole.STATUS)).hasText(MANY + " dead letters given up.");
        assertThat(desk).containsText("None: nothing was refused.");
        awaitLetters(0);
    }

    /** The answers are the test's: what is refused, and that there is more. */
    @Test
    void goesOnWhileThereIsMoreAndTellsWhatWasRefusedAndWhy() {
        answer(
                "**/ingest/dead-letters?**",
                "{'deadLetters':[{'id':'a','at':'2026-11-23T01:00:00.123Z','attempts':5,'reason':"
                        + "'red','bytes':1}],'count':1204,'lines':1204,"
                        + "'until':'2026-11-23T01:00:00.123Z','partial':true}");
        List<String> asked = new ArrayList<>();
        page.route(
                "**/ingest/dead-letters/retry?**",
                route -> {
                    asked.add(route.request().url().replaceFirst(".*\\?", ""));
                    String body =
                            asked.size() < 3
                                    ? "{'done':600,'refused':0,'reasons':[],'more':true}"
                                    : "{'done':3,'refused':1,'reasons':['dead letter a: why <b>']"
                                            + ",'more':false}";
                    route.fulfill(
                            new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody(body.replace('\'', '"')));
                });
        open("/destination/#/dead-letters?filter=Red");
        Locator desk = page.getByRole(AriaRole.REGION, named("Could not be processed")).first();
        assertThat(desk.locator("header small")).hasText("more than 1,204 match");

        press(desk, "Retry all");
        assertThat(page.locator("dialog"))
                .containsText("more than 1,204 dead letters that contain Red");
        press(page.locator("dialog"), "Retry");

        assertThat(desk.getByRole(AriaRole.STATUS))
                .hasText("1,203 dead letters sent again, 1 refused.");
        assertThat(desk.locator("li")).hasText("dead letter a: why <b>");
        assertThat(asked).containsExactly(ALL_RED, ALL_RED, ALL_RED);
    }

    @Test
    void showsTheConfigurationOfBoth() {
        open("/destination/#/configuration");

        assertThat(page.locator("main")).containsText("logdrive.ingest.batch.age-max");
        assertThat(page.locator("main")).containsText("logdrive.destination.database.url");
        page.getByLabel("Filter keys and values").fill("age-max");
        assertThat(page.locator("main")).not().containsText("logdrive.destination.database.url");
        assertThat(page.locator("main")).containsText("PT0.2S");
    }

    @Test
    void leadsByKeysAndSaysWhich() {
        open("/destination/");
        assertThat(state()).isVisible();

        page.keyboard().press("?");
        assertThat(page.locator("dialog")).containsText("Dead letters");
        page.keyboard().press("Escape");
        page.keyboard().press("g");
        page.keyboard().press("s");

        assertThat(page).hasURL(Pattern.compile("#/statistics$"));
        assertThat(page.locator("main")).containsText("Levels");
    }

    @Test
    void isUsableOnATelephone() {
        Page narrow = browser.page(ConsoleBrowser.NARROW);
        for (String each :
                new String[] {"pipeline", "dead-letters", "statistics", "configuration"}) {
            narrow.navigate("http://127.0.0.1:" + server.httpPort() + "/destination/#/" + each);
            assertThat(narrow.locator("main .panel").first()).isVisible();
            assertThat((Number) narrow.evaluate("document.documentElement.scrollWidth"))
                    .as(each)
                    .isEqualTo(ConsoleBrowser.NARROW);
        }
    }

    private void open(String path) {
        page.navigate("http://127.0.0.1:" + server.httpPort() + path);
    }

    private Locator state() {
        return page.locator("#state");
    }

    private void answer(String pattern, String body) {
        page.route(
                pattern,
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("application/json")
                                        .setBody(body.replace('\'', '"'))));
    }

    /** Opens rows until one shows that text; its dialog stays open. */
    private Locator rowOf(String text) {
        Locator rows = page.locator("tbody tr");
        for (int i = 0; i < rows.count(); i++) {
            rows.nth(i).getByText("Show").click();
            assertThat(page.locator("dialog pre")).not().isEmpty();
            if (page.locator("dialog pre").textContent().startsWith(text)) {
                return rows.nth(i);
            }
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog")).hasCount(0);
        }
        throw new AssertionError("dead letters: expected one of " + text + ", found none");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    /** With the keyboard alone. */
    private static void press(Locator within, String button) {
        within.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .press("Enter");
    }

    private static void discardAll() throws IOException {
        String until = letters().path("until").asText();
        if (!until.isEmpty()) {
            http().send(
                            "DELETE",
                            "/ingest/dead-letters?filter=*&until=" + until,
                            "Content-Type",
                            "application/json");
        }
        awaitLetters(0);
    }

    private static void awaitLetters(int count) {
        await(count + " dead letters")
                .atMost(SLACK)
                .until(() -> letters().path("count").asInt() == count);
    }

    private static JsonNode letters() {
        return http().json("/ingest/dead-letters?limit=1");
    }

    private static Http http() {
        return new Http(server.httpPort());
    }

    /** Answers its peer. */
    private static String send(String text) throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send(text).halfClose().awaitEnd(SLACK);
            return sender.peer();
        }
    }
}
