package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian's Chromium without a screen. Each page is a visitor of its own and must not complain: what
 * a page throws, asks somebody else, or what the policy of its server keeps it from, fails the test
 * when it is closed.
 *
 * <p>Confined to one thread.
 */
final class ConsoleBrowser implements AutoCloseable {
    /** Where a mouse and a keyboard are. */
    static final int WIDE = 1400;

    /** A telephone. */
    static final int NARROW = 390;

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private ConsoleBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts it; without one on this machine the test is skipped, and says what to install. */
    static ConsoleBrowser open() {
        List<Path> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(
                !found.isEmpty(),
                "chromium: expected on the PATH (system-test/debian), found none");
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(found.get(0))
                                        .setArgs(List.of("--no-sandbox")));
        return new ConsoleBrowser(playwright, browser);
    }

    /** A visitor's page, in the dark. */
    Page page(int width) {
        return page(width, ColorScheme.DARK);
    }

    /** A visitor's page. */
    Page page(int width, ColorScheme scheme) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, 900)
                                .setColorScheme(scheme)
                                .setAcceptDownloads(true)
                                .setLocale("en-GB")
                                .setTimezoneId("UTC"));
        Page page = context.newPage();
        page.setDefaultTimeout(60_000);
        page.onPageError(error -> complaints.add(error));
        page.onRequest(
                request -> {
                    if (request.url().startsWith("http")
                            && !request.url().startsWith("http://127.0.0.1:")) {
                        complaints.add("a request to " + request.url());
                    }
                });
        page.onConsoleMessage(
                message -> {
                    if (message.text().contains("Content Security Policy")) {
                        complaints.add(message.text());
                    }
                });
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        assertThat(complaints).as("errors of the pages").isEmpty();
    }
}
