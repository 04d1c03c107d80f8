package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console of each WAR where they run apart, and the way from one to the other. */
@ExtendWith(ProcessLogs.class)
class ConsoleApartIT {
    private static final Duration SLACK = Duration.ofMinutes(3);

    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server destination;
    private static Server ingest;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Folders.fresh(ConsoleApartIT.class);
        destination = new Server("destination", folder.resolve("d"), Server.War.DESTINATION);
        ingest = new Server("ingest", folder.resolve("i"), Server.War.INGEST);
        destination
                .use(DatabaseKind.chosen().in(folder.resolve("d")))
                .set("logdrive.destination.console.ingest", address(ingest, "ingest"))
                .start();
        ingest.forwardTo(destination.receivePort())
                .set("logdrive.ingest.batch.age-max", "PT0.2S")
                .set("logdrive.ingest.console.destination", address(destination, "destination"))
                .start();
        try (LineSender sender = LineSender.connect(ingest.intakePort())) {
            sender.send("{\"service\":\"apart\",\"message\":\"stored elsewhere\"}\n")
                    .halfClose()
                    .awaitEnd(SLACK);
        }
        destination.messages().awaitStored(1, SLACK);
    }

    @Test
    void leadFromOneToTheOtherAndBack() {
        Page page = browser.page(ConsoleBrowser.WIDE);
        page.navigate(address(ingest, "ingest"));
        Locator pages = page.locator("nav a");
        assertThat(page.locator("#state")).containsText("Idle");
        assertThat(page.locator(".way .stage")).hasCount(4);
        assertThat(pages)
                .hasText(
                        new String[] {
                            "Pipeline",
                            "Dead letters",
                            "Statistics",
                            "Configuration",
                            "destination ↗"
                        });

        pages.last().click();

        assertThat(page).hasURL(address(destination, "destination"));
        assertThat(page.locator(".way .stage")).hasCount(2);
        pages.filter(new Locator.FilterOptions().setHasText("Explore")).click();
        assertThat(page.locator(".item .message")).hasText("stored elsewhere");

        pages.last().click();

        assertThat(page).hasURL(address(ingest, "ingest"));
    }

    @Test
    void eachPageShowsWhatItsServerHas() {
        Page page = browser.page(ConsoleBrowser.NARROW);
        for (Server server : new Server[] {ingest, destination}) {
            String war = server == ingest ? "ingest" : "destination";
            for (String each : new String[] {"pipeline", "dead-letters", "statistics"}) {
                page.navigate(address(server, war) + "#/" + each);
                assertThat(page.locator("main .panel").first()).isVisible();
                assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
            }
            page.navigate(address(server, war) + "#/configuration");
            assertThat(page.locator("main")).containsText("logdrive." + war + ".console.");
        }
    }

    private static String address(Server server, String war) {
        return "http://127.0.0.1:" + server.httpPort() + "/" + war + "/";
    }
}
