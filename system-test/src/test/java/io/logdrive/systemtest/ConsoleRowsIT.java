package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Show 2 of issue 9: the rows that were found, of 3,000 lines of the last half hour. */
@ExtendWith(ProcessLogs.class)
class ConsoleRowsIT {
    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private ExplorePage explore;

    @BeforeAll
    static void start() throws IOException {
        server = ExploreLines.stored(ConsoleRowsIT.class);
    }

    @BeforeEach
    void visit() {
        explore = new ExplorePage(browser.page(ConsoleBrowser.WIDE), server.httpPort());
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
    void aLinkShowsALineThatIsFarDown() {
        explore.open("order=asc&since=all");
        explore.rows().first().click();
        assertThat(explore.opened()).containsText("request 0 was answered");

        explore.open(explore.state().replace("order=asc&", ""));

        assertThat(explore.page().getByLabel("The opened line")).containsText("request 0 was");
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
        assertThat(explore.rows().first())
                .containsText("request " + ExploreLines.SLOWEST + " was answered");
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
    void measuresGroupsAndLeadsToTheLinesOfAFigure() {
        explore.open("");
        explore.page().getByTitle("Figures of latency").click();
        Locator table = explore.page().locator(".stats tbody tr");
        assertThat(table).hasCount(ExploreLines.SERVICES.size());
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
        assertThat(grid).hasAttribute("aria-rowcount", Integer.toString(ExploreLines.COUNT + 1));

        Awaitility.await("all rows are loaded")
                .pollInSameThread()
                .atMost(ExploreLines.SLACK)
                .until(
                        () -> {
                            grid.evaluate("e => { e.scrollTop = e.scrollHeight; }");
                            return explore.foot().innerText().startsWith("3,000 lines · ");
                        });
        grid.evaluate("e => { e.scrollTop = e.scrollHeight; }");

        assertThat(explore.rows().last()).containsText("request 0 was answered");
        assertThat(explore.rows().count()).isLessThan(80);
    }
}
