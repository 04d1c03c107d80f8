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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's Chromium without a screen, there while the tests of a class run. Each page is a visitor
 * of its own, who leaves when the test ends, or with the last one when he came before the first.
 * Nobody must complain: what a page throws, asks somebody else, or what the policy of its server
 * keeps it from, fails the class.
 *
 * <p>Confined to one thread.
 */
final class ConsoleBrowser
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** Where a mouse and a keyboard are. */
    static final int WIDE = 1400;

    /** A telephone. */
    static final int NARROW = 390;

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private final List<String> complaints = new ArrayList<>();
    private final List<BrowserContext> visitors = new ArrayList<>();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;

    /** Starts it; without one on this machine the tests are skipped, and say what to install. */
    @Override
    public void beforeAll(ExtensionContext context) {
        List<Path> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(
                !found.isEmpty(),
                "chromium: expected on the PATH (system-test/debian), found none");
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(found.get(0))
                                        .setArgs(List.of("--no-sandbox")));
    }

    /** A visitor's page, in the dark. */
    Page page(int width) {
        return page(width, ColorScheme.DARK);
    }

    /** A visitor's page. */
    Page page(int width, ColorScheme scheme) {
        BrowserContext context =
                Objects.requireNonNull(browser)
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, 900)
                                        .setColorScheme(scheme)
                                        .setAcceptDownloads(true)
                                        .setLocale("en-GB")
                                        .setTimezoneId("UTC"));
        visitors.add(context);
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

    /** Who came before this test stays for those that follow. */
    @Override
    public void beforeEach(ExtensionContext context) {
        visitors.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        visitors.forEach(BrowserContext::close);
        visitors.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        assertThat(complaints).as("errors of the pages").isEmpty();
    }
}
