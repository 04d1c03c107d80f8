package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Show 2 of issue 9: searching, over 3,000 lines of the last half hour. */
@ExtendWith(ProcessLogs.class)
class ConsoleExploreIT {
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final int LINES = 3000;
    private static final Duration APART = Duration.ofMillis(600);
    private static final int SLOWEST = 1234;
    private static final List<String> SERVICES = List.of("pay", "cart", "mail");
    private static final List<String> LEVELS = List.of("INFO", "INFO", "DEBUG", "WARN", "ERROR");

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private ExplorePage explore;

    @BeforeAll
    static void start() throws IOException {
        server =
                Server.ofBoth(ConsoleExploreIT.class)
                        .set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        Instant first = Instant.now().minus(LINES * APART.toMillis(), ChronoUnit.MILLIS);
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                lines.append(line(i, first.plus(APART.multipliedBy(i))));
            }
            sender.send(lines.toString()).halfClose().awaitEnd(SLACK);
        }
        server.messages().awaitStored(LINES, SLACK);
    }

    private static String line(int i, Instant time) {
        return """
        {"time":"%s","level":"%s","service":"%s","host":"h-%d","latency":%d,\
        "path":"/a b/%d","message":"request %d was answered"}
        """
                .formatted(
                        time,
                        LEVELS.get(i % LEVELS.size()),
                        SERVICES.get(i % SERVICES.size()),
                        i % 4,
                        i == SLOWEST ? 9001 : i % 500,
                        i % 7,
                        i);
    }

    @BeforeEach
    void visit() {
        explore = new ExplorePage(browser.page(ConsoleBrowser.WIDE), server.httpPort());
    }

    @Test
    void findsWhatIsSearchedForAndSaysItInTheAddress() {
        explore.open("");
        assertThat(explore.foot()).containsText("of 3,000 lines");

        explore.search("service:pay level:error");

        assertThat(explore.foot()).containsText(LINES / 15 + " lines");
        assertThat(explore.state()).isEqualTo("query=service:pay level:error");
        assertThat(explore.rows().first()).containsText("ERROR");
    }

    @Test
    void completesFieldsAndTheirValues() {
        explore.open("");
        Locator options = explore.page().getByRole(AriaRole.OPTION);

        explore.input().pressSequentially("serv");
        assertThat(options).hasText(new String[] {"servicecolumn"});
        explore.input().press("Tab");
        assertThat(options).hasCount(SERVICES.size());
        explore.input().pressSequentially("ca");
        assertThat(options).hasCount(1);
        explore.input().press("ArrowDown");
        explore.input().press("Enter");

        assertThat(explore.input()).hasValue("service:cart ");
        explore.input().press("Enter");
        assertThat(explore.foot()).containsText("1,000 lines");
    }

    @Test
    void marksWhereAQueryIsWrongAndKeepsTheRows() {
        explore.open("");

        explore.search("pay level:foo");

        Locator alert = explore.page().getByRole(AriaRole.ALERT);
        assertThat(alert).containsText("query at 10: expected a level");
        assertThat(alert.locator("mark")).hasText("f");
        assertThat(explore.rows().first()).containsText("request 2999 was answered");
    }

    @Test
    void zoomsIntoWhatIsDrawnOverTheHistogramAndBackOut() {
        explore.open("");
        assertThat(explore.foot()).containsText("of 3,000 lines");
        String before = explore.state();

        explore.draw(50, 60);

        assertThat(explore.foot()).not().containsText("3,000 lines");
        assertThat(explore.foot()).containsText("lines");
        assertThat(explore.state()).matches("start=\\S+Z&end=\\S+Z");
        explore.page().goBack();
        assertThat(explore.foot()).containsText("of 3,000 lines");
        assertThat(explore.state()).isEqualTo(before);
        explore.draw(50, 60);
        assertThat(explore.foot()).not().containsText("3,000 lines");
        String zoomed = explore.state();
        explore.page().keyboard().press("z");
        assertThat(explore.foot()).containsText("lines");
        assertThat(explore.state()).isNotEqualTo(zoomed);
    }

    @Test
    void opensARowByKeysAndFiltersByWhatItHas() {
        explore.open("");
        explore.page().keyboard().press("j");
        explore.page().keyboard().press("j");
        explore.page().keyboard().press("Enter");
        assertThat(explore.opened()).containsText("request 2998 was answered");
        assertThat(explore.opened()).containsText("/a b/2");

        explore.ofRow("Filter for path").click();
        assertThat(explore.input()).hasValue("path:\"/a b/2\"");
        assertThat(explore.rows().first()).containsText("request 2998");
        explore.rows().first().click();
        explore.ofRow("Filter out service").click();
        assertThat(explore.input()).hasValue("path:\"/a b/2\" -service:cart");
        assertThat(explore.rows().first()).containsText("request 2991");

        explore.rows().first().click();
        explore.ofRow("Column latency").click();
        assertThat(explore.page().locator(".head")).containsText("latency");
        assertThat(explore.state()).contains("columns=service,host,latency");
        explore.page().keyboard().press("Escape");
        assertThat(explore.opened()).hasCount(0);
    }

    @Test
    void filtersByTheValuesBesideTheRows() {
        explore.open("");
        Locator facets = explore.page().getByLabel("Values to filter by");

        facets.getByText("WARN").click();
        assertThat(explore.foot()).containsText("600 lines");
        facets.getByText("mail")
                .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.ALT)));
        assertThat(explore.foot()).containsText("400 lines");
        assertThat(explore.input()).hasValue("level:warn -service:mail");
        facets.getByText("WARN").click();
        assertThat(explore.input()).hasValue("-service:mail");
    }

    @Test
    void showsTheLinesAroundOneThatTheSearchLeftOut() {
        explore.open("query=latency:>9000");
        explore.rows().first().click();
        explore.page().keyboard().press("x");

        Locator around = explore.page().getByLabel("Lines around this one").locator("li");
        assertThat(around).hasCount(21);
        assertThat(around.nth(9)).containsText("request 1233");
        assertThat(around.nth(10)).containsText("request 1234");
        assertThat(around.nth(11)).containsText("request 1235");
        explore.button("More after").click();
        assertThat(around).hasCount(46);

        explore.page().getByLabel("of the same").selectOption("path");
        assertThat(around.nth(9)).containsText("request 1227");
        assertThat(around.nth(11)).containsText("request 1241");
    }

    @Test
    void aLinkCarriesAllThatIsShown() {
        explore.mayCopy();
        explore.open("query=service:pay&since=1h&order=asc&columns=latency");
        explore.rows().nth(3).click();
        explore.page().keyboard().press("x");
        assertThat(explore.opened()).containsText("Around it");
        String shown = explore.opened().locator(".whole").innerText();

        explore.button("Copy link").first().click();
        assertThat(explore.page().getByText("Copied: a link to just this")).isVisible();
        String link = explore.copied();

        ExplorePage other = new ExplorePage(browser.page(ConsoleBrowser.WIDE), server.httpPort());
        other.page().navigate(link);
        assertThat(other.opened().locator(".whole")).hasText(shown);
        assertThat(other.opened()).containsText("Around it");
        assertThat(other.input()).hasValue("service:pay");
        assertThat(other.page().locator(".head")).containsText("latency");
        assertThat(other.page().locator(".head")).not().containsText("host");
        assertThat(other.page().locator(".head .time")).hasAttribute("aria-sort", "ascending");
        assertThat(other.state())
                .containsPattern("start=\\S+Z&end=\\S+Z&order=asc&columns=latency&open=\\d+")
                .doesNotContain("since");
    }

    @Test
    void aLinkShowsALineThatIsFarDown() {
        explore.open("order=asc&since=all");
        explore.rows().first().click();
        assertThat(explore.opened()).containsText("request 0 was answered");

        explore.open(explore.state().replace("order=asc&", ""));

        assertThat(explore.page().getByLabel("The opened line")).containsText("request 0 was");
    }

    @Test
    void exportsEverythingThatMatchesAndNotWhatIsShown() throws IOException {
        explore.open("query=-service:mail");
        assertThat(explore.foot()).containsText("of 2,000 lines");
        explore.button("Export ▾").click();
        assertThat(explore.page().getByText("2,000 lines match")).isVisible();

        for (String format : List.of("NDJSON", "CSV", "Text")) {
            Download download =
                    explore.page()
                            .waitForDownload(
                                    () ->
                                            explore.page()
                                                    .locator(".export a")
                                                    .getByText(format)
                                                    .click());
            List<String> lines = Files.readAllLines(download.path());

            // NDJSON ends in a line that says how many there are, CSV begins with the names.
            assertThat(lines).as(format).hasSize(format.equals("Text") ? 2000 : 2001);
        }
    }

    @Test
    void leadsANewcomerToTheSlowestRequest() {
        explore.open("");

        explore.page().getByTitle("Show the lines with the greatest latency").click();

        assertThat(explore.foot()).containsText("the 200 lines with the greatest latency");
        assertThat(explore.rows().first()).containsText("request " + SLOWEST + " was answered");
        assertThat(explore.state()).isEqualTo("sort=latency&columns=service,host,latency");
    }

    @Test
    void sortsByAColumnOfNumbersAndByTimeAgain() {
        explore.open("columns=latency,path");
        Locator header = explore.page().locator("[role=columnheader].of-latency");
        Locator byTime = explore.page().locator("[role=columnheader].time");
        assertThat(header).hasAttribute("aria-sort", "none");
        assertThat(byTime).hasAttribute("aria-sort", "descending");
        assertThat(explore.page().locator(".of-path button.name")).hasCount(0);

        header.locator("button.name").click();

        assertThat(explore.foot()).containsText("the 200 lines with the greatest latency");
        assertThat(explore.rows().first()).containsText("request " + SLOWEST + " was answered");
        // Six lines have the second greatest: of equal ones the newest is first.
        assertThat(explore.rows().nth(1)).containsText("request 2999 was answered");
        assertThat(header).hasAttribute("aria-sort", "descending");
        assertThat(byTime).hasAttribute("aria-sort", "none");

        header.locator("button.name").click();

        assertThat(explore.foot()).containsText("the 200 lines with the least latency");
        assertThat(explore.rows().first()).containsText("request 0 was answered");
        assertThat(header).hasAttribute("aria-sort", "ascending");

        header.locator("button.name").click();

        assertThat(explore.foot()).containsText("of 3,000 lines");
        assertThat(explore.state()).isEqualTo("columns=latency,path");
        assertThat(explore.rows().first()).containsText("request 2999 was answered");
    }

    @Test
    void aSortedLineHasItsLinesAroundItAndALinkAndATailIsNotSorted() {
        explore.mayCopy();
        explore.open("query=service:pay&sort=latency&columns=latency");
        assertThat(explore.foot()).containsText("the 200 lines with the greatest latency");
        explore.rows().first().click();
        explore.ofRow("Lines around it x").click();
        assertThat(explore.page().locator(".around li.at")).containsText("was answered");
        assertThat(explore.page().locator(".around li")).hasCount(21);
        String row = explore.page().locator(".around li.at .message").innerText();

        explore.ofRow("Copy link").click();
        assertThat(explore.page().getByText("Copied: a link")).isVisible();
        String link = explore.copied();
        explore.page().navigate("about:blank");
        explore.page().navigate(link);

        assertThat(explore.opened()).containsText(row);
        assertThat(explore.foot()).containsText("the 200 lines with the greatest latency");
        explore.button("▶ Live").click();
        assertThat(explore.page().locator(".live[role=group]")).isVisible();
        assertThat(explore.state()).doesNotContain("sort=").contains("tail=1");
    }

    /** Sorted by latency, those of the same path that have none would be missing. */
    @Test
    void filtersForAFieldOfARowInTheOrderOfTime() {
        explore.open("sort=latency&columns=latency");
        explore.rows().first().click();

        explore.page().getByLabel("Filter for path").click();

        assertThat(explore.input()).hasValue(Pattern.compile("path:\"/a b/\\d\""));
        assertThat(explore.state()).doesNotContain("sort=");
    }

    @Test
    void theKeysBelongToTheRowsOnceOneHasMovedThere() {
        explore.open("");
        explore.page().getByText("show the greatest").first().focus();

        explore.page().keyboard().press("ArrowDown");
        explore.page().keyboard().press("Enter");

        assertThat(explore.opened()).isVisible();
        assertThat(explore.state()).doesNotContain("sort=");
        explore.page().keyboard().press("Escape");
        explore.page().keyboard().press("x");
        assertThat(explore.opened()).containsText("Around it");
    }

    @Test
    void theLegendFiltersByALevelAndExploreIsFoundAgainAsItWasLeft() {
        explore.open("since=3h");
        explore.page()
                .locator(".legend button")
                .filter(new Locator.FilterOptions().setHasText("error"))
                .click();
        assertThat(explore.input()).hasValue("level:error");

        explore.page().locator("nav").getByText("Pipeline").click();
        assertThat(explore.page().locator(".way")).isVisible();
        explore.page().locator("nav").getByText("Explore").click();

        assertThat(explore.input()).hasValue("level:error");
        assertThat(explore.state()).contains("since=3h");
    }

    @Test
    void measuresGroupsAndLeadsToTheLinesOfAFigure() {
        explore.open("");
        explore.page().getByTitle("Figures of latency").click();
        Locator table = explore.page().locator(".stats tbody tr");
        assertThat(table).hasCount(SERVICES.size());
        assertThat(table.first()).containsText("cart");
        assertThat(table.first()).containsText("9001");

        explore.page().locator(".choices").getByLabel("over time").selectOption("1m");
        assertThat(explore.page().locator(".stats .chart canvas")).isVisible();
        explore.page().getByTitle("Show the lines with latency:>=9001").click();

        assertThat(explore.foot()).containsText("1 line ");
        assertThat(explore.input()).hasValue("service:cart latency:>=9001");
    }

    @Test
    void keepsTheDocumentSmallWhileOneScrollsThroughAll() {
        explore.open("");
        Locator grid = explore.page().getByRole(AriaRole.TREEGRID);
        assertThat(grid).hasAttribute("aria-rowcount", Integer.toString(LINES + 1));

        Awaitility.await("all rows are loaded")
                .pollInSameThread()
                .atMost(SLACK)
                .until(
                        () -> {
                            grid.evaluate("e => { e.scrollTop = e.scrollHeight; }");
                            return explore.foot().innerText().startsWith("3,000 lines · ");
                        });
        grid.evaluate("e => { e.scrollTop = e.scrollHeight; }");

        assertThat(explore.rows().last()).containsText("request 0 was answered");
        assertThat(explore.rows().count()).isLessThan(80);
    }

    @Test
    void aLateAnswerDoesNotReplaceANewerOne() {
        explore.open("");
        List<Route> late = new ArrayList<>();
        explore.page().route(Pattern.compile("/messages\\?.*query=slow"), late::add);
        explore.search("slow");
        assertThat(explore.page().locator(".table")).hasAttribute("aria-busy", "true");

        explore.search("\"request 7 was\"");
        assertThat(explore.foot()).containsText("1 line ");
        List<String> ends = late.stream().map(route -> route.request().failure()).toList();
        late.forEach(Route::resume);

        assertThat(ends).containsExactly("net::ERR_ABORTED");
        assertThat(explore.rows()).hasCount(1);
        assertThat(explore.rows().first()).containsText("request 7 was answered");
    }
}
