package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each page of the console in both colours and both widths: whether everybody can use it
 * (axe-core), and, where a folder is named, a picture of it ({@code system-test/screenshots}).
 */
@ExtendWith(ProcessLogs.class)
class ConsoleLooksIT {
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final String PICTURES = System.getProperty("logdrive.systemtest.pictures", "");
    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final int LINES = 3000;

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        server =
                Server.ofBoth(ConsoleLooksIT.class)
                        .set("io.logdrive.drill.sabotage", "fail-processing")
                        .set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        server.agent("200", "--duration", LINES / 200 + "s", "--seed", "7").await(SLACK);
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send("cannot be read logdrive-drill-unprocessable\n")
                    .halfClose()
                    .awaitEnd(SLACK);
        }
        server.messages().awaitStored(LINES, SLACK);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pipeline      |                                | .chart canvas
                    explore       |                                | .item .message
                    explore-row   | explore?query=level:error      | .item .message
                    dead-letters  |                                | tbody tr
                    statistics    |                                | tbody tr
                    configuration |                                | tbody tr
                    access        |                                | button.primary
                    """)
    void canBeUsedByEverybody(String name, String path, String sign) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            for (int width : List.of(ConsoleBrowser.WIDE, ConsoleBrowser.NARROW)) {
                Page page = browser.page(width, scheme);
                page.navigate(address(path == null ? name : path));
                assertThat(page.locator(sign).first()).isVisible();
                if (name.equals("explore-row")) {
                    page.keyboard().press("j");
                    assertThat(page.locator(".selected")).isVisible();
                    page.keyboard().press("Enter");
                    assertThat(page.locator(".opened")).isVisible();
                }

                List<String> faults =
                        new AxeBuilder(page)
                                .analyze().getViolations().stream()
                                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                                        .map(ConsoleLooksIT::told)
                                        .toList();

                picture(page, name, scheme, width);
                assertThat(faults).as("%s, %s, %d px", name, scheme, width).isEmpty();
                assertThat((Number) page.evaluate("document.documentElement.scrollWidth"))
                        .as("%s is not wider than %d px", name, width)
                        .isEqualTo(width);
                page.context().close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pipeline",
                "explore",
                "dead-letters",
                "statistics",
                "configuration",
                "access"
            })
    void leadsToTheContentByTheFirstTab(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            Page page = browser.page(ConsoleBrowser.NARROW, scheme);
            page.navigate(address(name));
            assertThat(page.locator("main h1")).hasCount(1);
            Locator skip = page.getByText("To the content");
            assertThat(skip).not().isInViewport();

            page.keyboard().press("Tab");
            assertThat(skip).isFocused();
            assertThat(skip).isInViewport();
            assertThat(
                            new AxeBuilder(page)
                                    .include(".skip")
                                    .withRules(List.of("color-contrast"))
                                    .analyze()
                                    .getViolations())
                    .isEmpty();
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).isFocused();
            assertThat(page).hasURL(address(name));
            page.keyboard().press("Tab");
            assertThat(page.locator("main :focus")).hasCount(1);
            page.context().close();
        }
    }

    /** On this machine, with whatever else it does; what is asserted is an order of magnitude. */
    @Test
    void isPaintedSoon() {
        Page page = browser.page(ConsoleBrowser.WIDE);
        page.navigate(address("pipeline"));
        assertThat(page.locator("#state")).isVisible();

        Number paint =
                (Number)
                        page.evaluate(
                                "performance.getEntriesByName('first-contentful-paint')[0].startTime");

        assertThat(paint.doubleValue()).isLessThan(5000);
    }

    private static void picture(Page page, String name, ColorScheme scheme, int width) {
        if (!PICTURES.isEmpty()) {
            String file =
                    "%s-%s-%s.png"
                            .formatted(
                                    name,
                                    scheme == ColorScheme.DARK ? "dark" : "light",
                                    width == ConsoleBrowser.WIDE ? "wide" : "narrow");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(PICTURES).resolve(file)));
        }
    }

    private static String told(Rule rule) {
        return rule.getId()
                + " ("
                + rule.getHelp()
                + "): "
                + rule.getNodes().stream().map(CheckedNode::getHtml).limit(5).toList();
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + server.httpPort() + "/destination/#/" + path;
    }
}
