package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Show 2 of issue 9: the live tail, lines that attack, what is kept, and a telephone. */
@ExtendWith(ProcessLogs.class)
class ConsoleTailIT {
    private static final Duration SLACK = Duration.ofMinutes(3);

    private static final String DROPPED = "\n{\"dropped\":{\"count\":31}}\n";

    private static final String HALF =
            """
            {"messages":[],"partial":true,"reason":"timeout: searched as far as noon",
             "next":"abc","tookMs":10000}
            """;

    private static final String SHOWN =
            "document.querySelector('.explore .rows').clientHeight"
                    + " - document.querySelector('.explore .head').offsetHeight";

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private ExplorePage explore;

    @BeforeAll
    static void start() {
        server = Server.ofBoth(ConsoleTailIT.class).set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @BeforeEach
    void visit() {
        explore = new ExplorePage(browser.page(ConsoleBrowser.WIDE), server.httpPort());
    }

    @Test
    void followsWhatIsStoredAndWaitsWhilePaused() throws IOException {
        explore.open("query=follow*");
        explore.page().keyboard().press("l");
        Locator live = explore.page().getByLabel("Live tail");
        assertThat(live).containsText("Live ·");
        assertThat(explore.page()).hasURL(Pattern.compile("tail=1"));

        send("{\"message\":\"follow one\"}\n{\"message\":\"another one\"}\n");
        assertThat(explore.rows()).hasCount(1);
        assertThat(explore.rows().first()).containsText("follow one");
        explore.page().keyboard().press(" ");
        send("{\"message\":\"follow two\"}\n{\"message\":\"follow three\"}\n");
        assertThat(live).containsText("2 new lines wait");
        assertThat(explore.rows()).hasCount(1);

        explore.page().keyboard().press(" ");
        assertThat(explore.rows()).hasCount(3);
        assertThat(explore.rows().last()).containsText("follow three");
        assertThat(live).containsText("Live ·");
    }

    @Test
    void aLinkFromATailShowsTheLinesThatAreThere() throws IOException {
        explore.mayCopy();
        openTail("query=linked");
        send("{\"message\":\"linked one\"}\n{\"message\":\"linked two\"}\n");
        assertThat(explore.rows()).hasCount(2);

        explore.button("Copy link").click();
        assertThat(explore.page().locator(".note")).containsText("Copied");
        explore.page().navigate(explore.copied());

        assertThat(explore.foot()).containsText("2 lines");
        assertThat(explore.rows()).hasCount(2);
    }

    @Test
    void staysWhereOneLooksBackAndSaysHowManyAreNew() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            lines.append("{\"message\":\"scroll ").append(i).append("\"}\n");
        }
        send(lines.toString());
        server.messages().awaitCountWith("scroll", 150, SLACK);
        openTail("query=scroll");
        assertThat(explore.rows().last()).containsText("scroll 149");

        explore.page().mouse().move(700, 600);
        explore.page().mouse().wheel(0, -1200);
        assertThat(explore.page().getByLabel("Live tail")).containsText("Paused");
        send("{\"message\":\"scroll 150\"}\n");
        explore.button("1 new line").click();

        assertThat(explore.rows().last()).containsText("scroll 150");
        assertThat(explore.page().getByLabel("Live tail")).containsText("Live ·");
    }

    @Test
    void saysWhatTheServerLeftOut() {
        explore.page()
                .route(
                        "**/messages/tail?**",
                        route ->
                                route.fulfill(
                                        new Route.FulfillOptions()
                                                .setContentType("application/x-ndjson")
                                                .setBody(DROPPED)));
        openTail("");

        Locator live = explore.page().getByLabel("Live tail");
        assertThat(live).containsText("31 lines left out by the server");
        assertThat(live).containsText("The connection broke, trying again");
    }

    @Test
    void showsAttacksAsTheTextThatTheyAre() throws IOException {
        send(
                """
                {"service":"evil","host":"h\\u202eost","message":"<script>window.taken=1</script>\
                <img src=x onerror='window.taken=1'>","<b>field</b>":"<i>value</i>"}
                {"service":"evil","message":"\\u001b[31mred \\u001b[38;2;9;9;99mblue\\u001b[0m\
                 \\u001b[2J\\u001b]0;title\\u0007 \\u202eexe.gpj"}
                """);
        server.messages().awaitCountWith("exe.gpj", 1, SLACK);
        explore.open("query=service:evil");
        assertThat(explore.rows()).hasCount(2);

        Locator coloured = explore.rows().filter(with("red"));
        assertThat(coloured.locator(".ansi-fore-red")).hasText("red ");
        assertThat(coloured.locator(".message"))
                .hasText("red blue ^[[2J^[]0;title^G ‹U+202E›exe.gpj");
        Locator markup = explore.rows().filter(with("script"));
        assertThat(markup).containsText("h‹U+202E›ost");
        markup.click();
        assertThat(explore.opened().locator(".whole"))
                .hasText("<script>window.taken=1</script><img src=x onerror='window.taken=1'>");
        assertThat(explore.opened()).containsText("<b>field</b>");
        assertThat(explore.opened()).containsText("<i>value</i>");
        assertThat(explore.opened().locator("img, script, i, b")).hasCount(0);
        assertThat(explore.page().evaluate("window.taken")).isNull();
    }

    @Test
    void saysThatAnAnswerIsNotWhole() {
        explore.page()
                .route(
                        "**/messages?**",
                        route ->
                                route.fulfill(
                                        new Route.FulfillOptions()
                                                .setContentType("application/json")
                                                .setBody(HALF)));
        explore.open("");

        assertThat(explore.page().locator(".foot"))
                .containsText("This is not all: timeout: searched as far as noon.");
        assertThat(explore.button("Search further")).isVisible();
    }

    @Test
    void keepsASearchUnderAName() {
        explore.open("query=service:kept&since=3h&columns=host");
        explore.button("Saved ▾").click();
        explore.page().getByLabel("Keep this search as").fill("what <b>is</b> kept");
        explore.button("Save").last().click();
        assertThat(explore.page().getByText("what <b>is</b> kept")).isVisible();

        explore.open("");
        explore.page().reload();
        explore.button("Saved ▾").click();
        explore.page().getByText("what <b>is</b> kept").click();
        assertThat(explore.input()).hasValue("service:kept");
        assertThat(explore.button("Last 3 hours ▾")).isVisible();
        assertThat(explore.state()).isEqualTo("query=service:kept&since=3h&columns=host");

        explore.button("Saved ▾").click();
        explore.button("Delete the search what <b>is</b> kept").click();
        assertThat(explore.page().getByText("None is kept yet")).isVisible();
    }

    @Test
    void isUsableOnATelephone() throws IOException {
        send("{\"level\":\"WARN\",\"service\":\"phone\",\"message\":\"ring ring\"}\n");
        server.messages().awaitCountWith("ring", 1, SLACK);
        ExplorePage narrow =
                new ExplorePage(browser.page(ConsoleBrowser.NARROW), server.httpPort());
        narrow.open("query=service:phone");

        assertThat(narrow.rows().first()).containsText("ring ring");
        assertThat(narrow.rows().first()).containsText("phone");
        assertThat(narrow.page().getByLabel("Values to filter by")).hasCount(0);
        narrow.page().setViewportSize(ConsoleBrowser.NARROW, 844);
        assertThat(narrow.page().getByLabel("Lines over time")).isVisible();
        assertThat(((Number) narrow.page().evaluate(SHOWN)).doubleValue())
                .as("most of the screen is lines")
                .isGreaterThanOrEqualTo(0.6 * 844);
        narrow.button("Tools").click();
        narrow.button("Fields").click();
        narrow.page().getByLabel("Values to filter by").getByText("WARN").click();
        // What was chosen there is seen at once: the choices fold.
        assertThat(narrow.page().getByLabel("Values to filter by")).hasCount(0);
        narrow.rows().first().click();
        assertThat(narrow.opened()).containsText("ring ring");
        assertThat(narrow.input()).hasValue("service:phone level:warn");
        assertThat(narrow.page().evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(ConsoleBrowser.NARROW);
    }

    private void openTail(String parameters) {
        explore.page()
                .navigate(
                        "http://127.0.0.1:"
                                + server.httpPort()
                                + "/destination/#/explore?tail=1&"
                                + parameters);
        assertThat(explore.page().getByRole(AriaRole.TREEGRID)).isVisible();
    }

    private static Locator.FilterOptions with(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static void send(String lines) throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send(lines).halfClose().awaitEnd(SLACK);
        }
    }
}
