package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.security.OpenIdLogins.Answer;
import io.logdrive.destination.security.OpenIdLogins.From;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.FakeProvider;
import io.logdrive.payara.FakeProvider.Signer;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in by a provider, whose part a server of the test plays. */
class OpenIdIT {
    private static final From HERE = new From(TestAccess.HERE, true);

    @TempDir Path data;
    private FakeProvider provider;
    private TestAccess test;

    @BeforeEach
    void start() {
        provider = FakeProvider.start();
        provider.says("preferred_username", "Bob@Example.org").says("groups", List.of("ops"));
        test = TestAccess.withProvider(TestDatabase.H2, data, provider.issuer());
        test.add("alice", Role.ADMIN);
    }

    @AfterEach
    void stop() {
        test.close();
        provider.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "ES256"})
    void givesWhoComesBackASessionAsOthersHaveIt(Signer signer) {
        provider.signs(signer);

        OpenIdPage begun = logins().begin("/destination/?q=a&b", HERE);
        OpenIdPage done = back(begun, provider.login(location(begun)));

        assertThat(begun.status()).isEqualTo(303);
        assertThat(begun.location())
                .startsWith(provider.issuer() + "/authorize?")
                .contains(
                        "response_type=code",
                        "client_id=logdrive",
                        "scope=openid+profile+email",
                        "code_challenge_method=S256",
                        "&state=",
                        "&nonce=");
        assertThat(begun.cookies().get(0))
                .startsWith("logdrive-openid=")
                .endsWith(
                        "; Path=/destination/session/openid; Max-Age=600; HttpOnly; SameSite=Lax;"
                                + " Secure");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.html()).contains("content=\"0;url=/destination/?q=a&amp;b\"");
        assertThat(done.cookies()).hasSize(2);
        assertThat(done.cookies().get(0))
                .startsWith("logdrive-session=")
                .endsWith("; Path=/; HttpOnly; SameSite=Strict; Secure");
        assertThat(done.cookies().get(1))
                .startsWith("logdrive-openid=; Path=/destination/session/openid; Max-Age=0;");
        assertThat(who(done))
                .isEqualTo(new Caller("bob@example.org", Role.OPERATOR, Kind.SESSION, null));
        assertThat(test.access.users().list(ALICE).json())
                .contains("{\"name\":\"alice\",\"role\":\"admin\",\"logIn\":\"password\",")
                .contains(
                        "{\"name\":\"bob@example.org\",\"role\":\"operator\",\"logIn\":\"openid\",");
        assertThat(test.access.sessions().me(null).json())
                .contains("\"logIn\":[\"password\",\"openid\"]");
        assertThat(audit())
                .contains("\"who\":\"bob@example.org\"", "role=operator by=openid")
                .contains(
                        "\"what\":\"login\",\"target\":\"bob@example.org\",\"outcome\":\"openid\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"HS256", "NONE", "FOREIGN"})
    void believesNoIdTokenThatTheProvidersKeyHasNotSigned(Signer signer) {
        provider.signs(signer);

        assertRefused(403, "id-token", login(), "is not believed");
    }

    @Test
    void believesNoIdTokenForAnotherOrOfAnotherOrOfBefore() {
        for (Map.Entry<String, Object> each :
                Map.<String, Object>of(
                                "nonce", "another",
                                "aud", "another",
                                "iss", "http://127.0.0.1:1",
                                "exp", Instant.now().minusSeconds(120).getEpochSecond(),
                                "iat", Instant.now().plusSeconds(600).getEpochSecond())
                        .entrySet()) {
            provider.close();
            provider = FakeProvider.start();
            provider.says("preferred_username", "bob").says("groups", List.of("ops"));
            provider.says(each.getKey(), each.getValue());
            test.close();
            test = TestAccess.withProvider(TestDatabase.H2, data, provider.issuer());

            OpenIdPage page = login();

            assertThat(page.status()).as(each.getKey()).isEqualTo(403);
            assertThat(page.html()).as(each.getKey()).contains("is not believed");
            assertThat(page.cookies()).as(each.getKey()).hasSize(1);
        }
    }

    @Test
    void takesAnAnswerOnceAndFromTheBrowserThatBeganAlone() {
        OpenIdPage begun = logins().begin(null, HERE);
        OpenIdPage other = logins().begin(null, HERE);
        URI answer = provider.login(location(begun));

        assertRefused(400, "state", back(other, answer), "not begun in this browser");
        assertRefused(400, "state", logins().back(answer(answer), null, HERE), "not begun");
        String forged = cookie(begun).replaceFirst("\\.\\d+\\.", ".9999999999.");
        assertRefused(400, "state", logins().back(answer(answer), forged, HERE), "not begun");
        assertThat(back(begun, answer).status()).isEqualTo(200);
        assertRefused(400, "replayed", back(begun, answer), "used already");
        assertRefused(
                400, "replayed", back(begun, provider.login(location(begun))), "used already");
    }

    @Test
    void takesNoCodeThatWasTakenAndNoneTooLate() {
        OpenIdPage begun = logins().begin(null, HERE);
        URI answer = provider.login(location(begun));
        assertThat(back(begun, answer).status()).isEqualTo(200);
        OpenIdPage again = logins().begin(null, HERE);
        String code = String.valueOf(answer(answer).code());
        String state = String.valueOf(answer(provider.login(location(again))).state());

        OpenIdPage replayed =
                logins().back(new Answer(code, state, null, null), cookie(again), HERE);

        assertRefused(403, "code", replayed, "does not take what it gave");
        OpenIdPage late = logins().begin(null, HERE);
        test.clock.forward(OpenIdTickets.LASTS.plusSeconds(1));
        assertRefused(400, "state", back(late, provider.login(location(late))), "too long ago");
    }

    @Test
    void letsNobodyInWithoutARoleOrANameOfItsOwn() {
        provider.says("groups", List.of("others"));
        assertRefused(403, "no-role", login(), "have no role here. Ask your admin");
        provider.says("groups", "ops");
        assertThat(login().status()).isEqualTo(200);
        provider.says("sub", "subject-2");
        assertRefused(409, "name-taken", login(), "somebody else whom the provider called so");
        provider.says("preferred_username", "alice");
        assertRefused(409, "name-taken", login(), "a user with a password");
        provider.says("preferred_username", "bob example");
        assertRefused(403, "name", login(), "no name that a user may have here");
        assertThat(test.access.users().list(ALICE).json()).doesNotContain("bob example");
    }

    @Test
    void takesTheHighestRoleAtEachLoginAndLetsAnAdminDisable() throws IOException {
        assertThat(who(login()).role()).isEqualTo(Role.OPERATOR);
        provider.says("groups", List.of("staff", "ops", "root"));
        OpenIdPage admin = login();
        assertThat(who(admin).role()).isEqualTo(Role.ADMIN);
        String name = "bob@example.org";
        assertThatThrownBy(() -> change(name, "{\"password\":\"a long enough one\"}"))
                .hasMessage(
                        "user bob@example.org: expected one with a password, found one who logs in"
                                + " by the OpenID provider");
        assertThat(test.basic(name, "openid$")).isEqualTo(new Verdict.Refused("password"));

        change(name, "{\"disabled\":true}");

        assertThat(test.bySession(session(admin)))
                .isEqualTo(new Verdict.Refused("unknown-session"));
        assertRefused(403, "disabled", login(), "You are disabled here");
    }

    @Test
    void saysThatTheProviderIsAwayAndGoesOnOnceItIsThere() {
        provider.describes("{}");
        OpenIdPage strange = logins().begin(null, HERE);
        assertRefused(503, "away", strange, "does not answer as it should (its description)");
        provider.describes("x".repeat(OpenIdHttp.BYTES_MAX + 1));
        assertRefused(503, "away", logins().begin(null, HERE), "its description");
        int port = URI.create(provider.issuer()).getPort();
        provider.close();
        assertRefused(503, "away", logins().begin(null, HERE), "its description");

        provider = FakeProvider.startAt(port);

        assertThat(logins().begin(null, HERE).status()).isEqualTo(303);
    }

    @Test
    void asksTheProviderForItsDescriptionAndKeysOnce() {
        assertThat(provider.asked()).isZero();
        login();
        assertThat(provider.asked()).isEqualTo(3);
        login();
        assertThat(provider.asked()).isEqualTo(4);
    }

    @Test
    void saysWhatTheProviderHasRefused() {
        OpenIdPage begun = logins().begin(null, HERE);
        String state = answer(provider.login(location(begun))).state();

        OpenIdPage refused =
                logins().back(new Answer(null, state, null, "access_denied"), cookie(begun), HERE);

        assertRefused(403, "refused", refused, "did not let you in (access_denied)");
        OpenIdPage again = logins().begin(null, HERE);
        String other = answer(provider.login(location(again))).state();
        Answer hostile = new Answer(null, other, null, "<script>");
        assertRefused(
                403, "refused", logins().back(hostile, cookie(again), HERE), "without a reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "destination/",
                "//evil.example/",
                "/\\evil.example",
                "https://evil.example/",
                "javascript:alert(1)",
                "/a\"><script>",
                "/a'b",
                "/a b",
                "/a\nb",
                "/a\u0000b"
            })
    void goesNowhereElseAfterwards(String to) {
        assertThatThrownBy(() -> logins().begin(to, HERE))
                .isInstanceOf(QueryProblem.class)
                .hasMessage(
                        "to: expected a path of this server as /destination/, found something"
                                + " else");
    }

    private OpenIdLogins logins() {
        return test.access.openId();
    }

    private OpenIdPage login() {
        OpenIdPage begun = logins().begin(null, HERE);
        return back(begun, provider.login(location(begun)));
    }

    private OpenIdPage back(OpenIdPage begun, URI answer) {
        return logins().back(answer(answer), cookie(begun), HERE);
    }

    private Caller who(OpenIdPage done) {
        return ((Verdict.Known) test.bySession(session(done))).caller();
    }

    private void change(String user, String body) throws IOException {
        new AccessCalls(test.access).change(ALICE, user, body);
    }

    private String audit() {
        return String.valueOf(new AccessCalls(test.access).audit(ALICE, Map.of()).json());
    }

    private void assertRefused(int status, String reason, OpenIdPage page, String text) {
        assertThat(page.status()).as(page.html()).isEqualTo(status);
        assertThat(page.html()).contains("Not logged in", text);
        assertThat(page.cookies()).noneMatch(each -> each.startsWith("logdrive-session"));
        assertThat(
                        test.metrics
                                .counter("logdrive.destination.access.openid", "outcome", reason)
                                .count())
                .isPositive();
    }

    private static URI location(OpenIdPage page) {
        return URI.create(String.valueOf(page.location()));
    }

    private static String cookie(OpenIdPage page) {
        return value(page.cookies().get(0));
    }

    private static String session(OpenIdPage page) {
        return value(page.cookies().get(0));
    }

    private static String value(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    private static Answer answer(URI uri) {
        String query = uri.getQuery();
        int middle = query.indexOf("&state=");
        return new Answer(
                query.substring("code=".length(), middle),
                query.substring(middle + "&state=".length()),
                null,
                null);
    }
}
