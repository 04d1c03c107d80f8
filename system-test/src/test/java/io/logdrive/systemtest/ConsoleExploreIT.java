package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Show 2 of issue 9: searching, over 3,000 lines of the last half hour. */
@ExtendWith(ProcessLogs.class)
class ConsoleExploreIT {
    private static final Pattern BESIDE = Pattern.compile("/messages/(facets|fields|stats)\\?");
    private static final Page.GetByTextOptions EXACTLY = new Page.GetByTextOptions().setExact(true);

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private ExplorePage explore;

    @BeforeAll
    static void start() throws IOException {
        server = ExploreLines.stored(ConsoleExploreIT.class);
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

        assertThat(explore.foot()).containsText(ExploreLines.COUNT / 15 + " lines");
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
        assertThat(options).hasCount(ExploreLines.SERVICES.size());
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
        assertThat(explore.rows().first())
                .containsText("request " + ExploreLines.SLOWEST + " was answered");
        assertThat(explore.state()).isEqualTo("sort=latency&columns=service,host,latency");
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

    @Test
    void asksForTheValuesBesideTheRowsOnceAndWhenTheRowsAreThere() {
        List<String> asked = new ArrayList<>();
        explore.page()
                .onRequest(
                        request -> {
                            Matcher path = BESIDE.matcher(request.url());
                            if (path.find()) {
                                asked.add(path.group(1));
                            }
                        });
        List<Route> rows = new ArrayList<>();
        explore.page().route(Pattern.compile("/messages\\?"), rows::add);
        explore.page().navigate("http://127.0.0.1:" + server.httpPort() + "/destination/#/explore");
        assertThat(explore.page().getByText("3,000 lines", EXACTLY)).isVisible();

        assertThat(asked).isEmpty();
        rows.forEach(Route::resume);
        assertThat(explore.page().getByText("figures", EXACTLY)).isVisible();

        assertThat(asked).containsExactly("facets", "fields", "stats");
    }
}
