package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.logdrive.payara.FakeProvider;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Show 1 of issue 9: logging in, and what each role is shown. */
@ExtendWith(ProcessLogs.class)
class ConsoleAccessIT {
    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static FakeProvider provider;
    private static Server server;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        provider = FakeProvider.start();
        server = OpenIdSettings.with(provider, Server.ofBoth(ConsoleAccessIT.class));
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        People.of(server.httpPort());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void visit() {
        page = browser.page(ConsoleBrowser.WIDE);
    }

    @Test
    void asksWhoIsThereAndShowsNothingBefore() {
        open("pipeline");

        assertThat(page.getByLabel("Name")).isFocused();
        assertThat(page.locator("nav")).hasCount(0);
        logIn("the-reader", "not this one, surely");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Wrong name or password.");
        assertThat(page.locator("nav")).hasCount(0);

        logIn("the-reader", People.PASSWORD);

        assertThat(page.locator("#state")).hasText("Idle: no sender is connected.");
        assertThat(page.locator(".who")).hasText("the-reader reader");
        Cookie cookie =
                page.context().cookies().stream()
                        .filter(each -> each.name.equals("logdrive-session"))
                        .findFirst()
                        .orElseThrow();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite.name()).isEqualTo("STRICT");
    }

    /** Back from there one is where one wanted to be. */
    @Test
    void letsInWhoLogsInByTheProvider() {
        provider.says("preferred_username", "carol").says("groups", List.of("ops"));
        open("dead-letters?filter=x");

        page.getByText("Log in by your organisation").click();

        assertThat(page.locator(".who")).hasText("carol operator");
        assertThat(page).hasURL(Pattern.compile("#/dead-letters\\?filter=x$"));
        page.getByText("Log out").click();
        assertThat(page.getByLabel("Password")).isVisible();
    }

    @Test
    void tellsWhoHasNoRoleWhy() {
        provider.says("preferred_username", "dave").says("groups", List.of("others"));
        open("pipeline");

        page.getByText("Log in by your organisation").click();

        assertThat(page.locator("body")).containsText("have no role here");
        page.getByText("Try again").click();
        assertThat(page.locator("body")).containsText("have no role here");
    }

    @Test
    void endsWithTheLogOut() {
        open("pipeline");
        logIn("the-operator", People.PASSWORD);
        assertThat(page.locator("nav")).isVisible();

        page.getByText("Log out").click();

        assertThat(page.getByLabel("Password")).isVisible();
        page.reload();
        assertThat(page.getByLabel("Password")).isVisible();
    }

    @Test
    void leadsBackToWhereSomebodyWantedToGo() {
        open("statistics");

        logIn("the-reader", People.PASSWORD);

        assertThat(page.locator("main")).containsText("Levels");
    }

    @Test
    void showsAReaderItsOwnTokensAndNobodysUsers() {
        open("access");
        logIn("the-reader", People.PASSWORD);

        assertThat(page.getByText("Change my password")).isVisible();
        assertThat(heading("Tokens")).isVisible();
        assertThat(heading("Users")).hasCount(0);
        assertThat(heading("What was done")).hasCount(0);
        assertThat(page.locator("main")).not().containsText("the-admin");
    }

    @Test
    void letsAnAdminAddAUserThatLogsInAndIsDisabled() {
        open("access");
        logIn("the-admin", People.PASSWORD);
        page.getByText("Add a user").click();
        Locator dialog = page.locator("dialog");
        dialog.getByLabel("Name").fill("grace");
        dialog.getByLabel("Role").selectOption("operator");
        dialog.getByLabel(Pattern.compile("Password")).fill(People.PASSWORD);
        dialog.getByText("Add", exactly()).click();
        Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("grace")).first();
        assertThat(row).containsText("may log in");

        Page hers = browser.page(ConsoleBrowser.NARROW);
        hers.navigate(address("pipeline"));
        logIn(hers, "grace", People.PASSWORD);
        assertThat(hers.locator(".who")).hasText("grace operator");
        row.getByText("Disable").click();
        assertThat(row).containsText("disabled");

        // The page that she looks at asks again by itself, and is refused.
        assertThat(hers.getByLabel("Password")).isVisible();
        assertThat(page.getByRole(AriaRole.REGION, named("What was done"))).containsText("user-");
    }

    @Test
    void showsATokenOnceAndRevokesIt() throws IOException {
        open("access");
        logIn("the-operator", People.PASSWORD);
        page.getByText("Make a token").click();
        Locator form = page.locator("dialog");
        form.getByLabel("Name").fill("team");
        form.getByLabel(Pattern.compile("Sees only")).fill("service:pay*");
        form.getByText("Make", exactly()).click();
        Locator shown = page.locator("dialog pre");
        assertThat(shown).containsText("ldt_");
        String token = shown.textContent();
        Asker team = Asker.with("bearer-messages", "messages", "Authorization", "Bearer " + token);
        assertThat(team.ask(server.httpPort(), "GET", "/destination/messages").statusCode())
                .isEqualTo(200);
        page.keyboard().press("Escape");
        Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("team"));
        assertThat(row).containsText("service:pay*");
        assertThat(page.locator("main")).not().containsText(token);

        row.getByText("Revoke").click();
        page.locator("dialog").getByText("Revoke", exactly()).click();

        assertThat(row).containsText("revoked");
        assertThat(team.ask(server.httpPort(), "GET", "/destination/messages").statusCode())
                .isEqualTo(401);
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, named(name).setExact(true));
    }

    private void logIn(String name, String password) {
        logIn(page, name, password);
    }

    private static void logIn(Page page, String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        page.getByText("Log in", new Page.GetByTextOptions().setExact(true)).click();
    }

    private void open(String where) {
        page.navigate(address(where));
    }

    private static String address(String where) {
        return "http://127.0.0.1:" + server.httpPort() + "/destination/#/" + where;
    }
}
