package io.logdrive.payara.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.access.Refusal.Header;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {
    private static final String KEY = "logdrive.destination.access.insecure";
    private static final Caller ANNA =
            new Caller("anna", Role.OPERATOR, Credentials.Kind.BASIC, null);
    private static final Header BASIC =
            new Header("WWW-Authenticate", "Basic realm=\"Logdrive\", charset=\"UTF-8\"");
    private static final Header BEARER =
            new Header("WWW-Authenticate", "Bearer realm=\"Logdrive\"");
    private static final Header COOKIE_ENDED =
            new Header(
                    "Set-Cookie",
                    "logdrive-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");

    private final ScriptedVerifier verifier = new ScriptedVerifier().knows("secret", ANNA);

    @Test
    void countsWhomItTurnsAwayByTheReasonsThatThereAre() {
        Door door = new Door(verifier, false, KEY);
        assertThat(door.admit(FakeRequest.ofThisMachine().request()))
                .isInstanceOf(Admission.Turned.class);
        verifier.always(new Verdict.Throttled(1));
        door.admit(FakeRequest.ofThisMachine().basic("a:b").request());
        door.admit(FakeRequest.ofThisMachine().basic("a:b").request());

        assertThat(Door.REASONS.stream().filter(each -> door.refused(each) > 0))
                .containsExactly("credentials", "throttled");
        assertThat(door.refused("throttled")).isEqualTo(2);
    }

    @Test
    void letsWhoIsOnThisMachineInWhileThereAreNoUsers() {
        verifier.always(new Verdict.NoUsers());

        assertThat(admit(FakeRequest.ofThisMachine()))
                .isEqualTo(new Admission.Entered(Caller.LOCAL));
        assertThat(admit(FakeRequest.ofThisMachine().from("::1").to("::1")))
                .isEqualTo(new Admission.Entered(Caller.LOCAL));
        assertThat(admit(FakeRequest.ofThisMachine().basic("any:thing")))
                .isEqualTo(new Admission.Entered(Caller.LOCAL));
        assertThat(admit(FakeRequest.ofThisMachine().basic("a:b").session("c")))
                .isEqualTo(new Admission.Entered(Caller.LOCAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host | logs.example | Host \"logs.example\"",
                "Host | 10.0.0.1:8080 | Host \"10.0.0.1:8080\"",
                "Forwarded | for=10.0.0.7 | the header Forwarded",
                "X-Forwarded-For | 10.0.0.7 | the header X-Forwarded-For",
                "X-Forwarded-Proto | https | the header X-Forwarded-Proto",
                "X-Forwarded-Host | logs | the header X-Forwarded-Host",
                "X-Real-IP | 10.0.0.7 | the header X-Real-IP",
                "Via | 1.1 proxy | the header Via",
            })
    void refusesOthersWhileThereAreNoUsersAndSaysWhatToDo(
            String header, String value, String found) {
        verifier.always(new Verdict.NoUsers());

        Refusal refusal = turned(FakeRequest.ofThisMachine().without(header).with(header, value));

        assertThat(refusal).isEqualTo(noUsers(found));
    }

    @Test
    void refusesOtherMachinesWhileThereAreNoUsersHoweverTheyCome() {
        verifier.always(new Verdict.NoUsers());

        assertThat(turned(FakeRequest.ofThisMachine().from("10.0.0.7")))
                .isEqualTo(noUsers("a request from \"10.0.0.7\""));
        assertThat(turned(FakeRequest.ofThisMachine().to("10.0.0.1")))
                .isEqualTo(noUsers("a request to \"10.0.0.1\""));
        assertThat(turned(FakeRequest.ofTheNetwork()))
                .isEqualTo(
                        noUsers(
                                "a request from \"10.0.0.7\", a request to \"10.0.0.1\", Host"
                                        + " \"logs.example\""));
        assertThat(turned(FakeRequest.ofThisMachine().without("Host")))
                .isEqualTo(noUsers("0 Host headers"));
        assertThat(turned(FakeRequest.ofTheNetwork().toAnOpenPage()).status()).isEqualTo(403);
        assertThat(insecurely(FakeRequest.ofTheNetwork().inTheClear()))
                .isInstanceOf(Admission.Turned.class);
    }

    @Test
    void letsInWhoIsKnown() {
        for (FakeRequest request :
                List.of(FakeRequest.ofThisMachine(), FakeRequest.ofTheNetwork())) {
            assertThat(admit(request.basic("anna:secret"))).isEqualTo(new Admission.Entered(ANNA));
        }
        assertThat(admit(FakeRequest.ofTheNetwork().with("Authorization", "Bearer secret")))
                .isEqualTo(new Admission.Entered(ANNA));
        assertThat(admit(FakeRequest.ofTheNetwork().session("secret")))
                .isEqualTo(new Admission.Entered(ANNA));
        assertThat(verifier.asked.get(0).address()).isEqualTo("127.0.0.1");
        assertThat(verifier.asked.get(1).address()).isEqualTo("10.0.0.7");
    }

    @Test
    void doesNotLookAtCredentialsThatCameInTheClear() {
        Refusal refusal = turned(FakeRequest.ofTheNetwork().inTheClear().basic("anna:secret"));

        assertThat(refusal)
                .isEqualTo(notEncrypted("a request from \"10.0.0.7\", a request to \"10.0.0.1\""));
        assertThat(verifier.asked).containsExactly(Credentials.none("10.0.0.7"));
        assertThat(turned(FakeRequest.ofTheNetwork().inTheClear().toAnOpenPage()).reason())
                .isEqualTo("not-encrypted");
    }

    @Test
    void takesARequestThroughAProxyForOneFromElsewhere() {
        assertThat(
                        turned(
                                FakeRequest.ofThisMachine()
                                        .with("X-Forwarded-Proto", "https")
                                        .basic("anna:secret")))
                .isEqualTo(notEncrypted("the header X-Forwarded-Proto"));
    }

    @Test
    void takesCredentialsInTheClearWhereThatIsWritten() {
        assertThat(insecurely(FakeRequest.ofTheNetwork().inTheClear().basic("anna:secret")))
                .isEqualTo(new Admission.Entered(ANNA));
        assertThat(insecurely(FakeRequest.ofTheNetwork().inTheClear()))
                .isInstanceOf(Admission.Turned.class);
    }

    @Test
    void asksWhoShowsNothing() {
        assertThat(turned(FakeRequest.ofThisMachine()))
                .isEqualTo(unauthorized("none", BASIC, BEARER));
        assertThat(turned(FakeRequest.ofThisMachine().with("Sec-Fetch-Mode", "navigate")))
                .isEqualTo(unauthorized("none", BASIC, BEARER));
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Mode,cors", "Sec-Fetch-Mode,same-origin", "X-Requested-With,fetch"})
    void makesNoBrowserPutUpADialogForAScript(String header, String value) {
        assertThat(turned(FakeRequest.ofThisMachine().with(header, value)))
                .isEqualTo(unauthorized("none", BEARER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "unknown-user", "expired", "revoked", "disabled"})
    void saysTheSameWhateverIsWrong(String reason) {
        verifier.others(new Verdict.Refused(reason));

        assertThat(turned(FakeRequest.ofThisMachine().basic("anna:wrong")))
                .isEqualTo(unauthorized("others than those of anybody", BASIC, BEARER));
        assertThat(turned(FakeRequest.ofThisMachine().session("wrong")))
                .isEqualTo(
                        unauthorized("others than those of anybody", BASIC, BEARER, COOKIE_ENDED));
    }

    @Test
    void letsNobodyIntoOpenPagesWithoutCredentialsOrWithASessionThatIsOver() {
        assertThat(admit(FakeRequest.ofTheNetwork().toAnOpenPage()))
                .isEqualTo(new Admission.Nobody());
        assertThat(admit(FakeRequest.ofTheNetwork().toAnOpenPage().session("old")))
                .isEqualTo(new Admission.Nobody());
        assertThat(turned(FakeRequest.ofTheNetwork().toAnOpenPage().basic("anna:x")).status())
                .isEqualTo(401);
        assertThat(admit(FakeRequest.ofTheNetwork().toAnOpenPage().basic("anna:secret")))
                .isEqualTo(new Admission.Entered(ANNA));
    }

    @Test
    void refusesWhatCannotBeRead() {
        Refusal malformed =
                new Refusal(
                        400,
                        "Bad request",
                        "malformed",
                        "Authorization: expected Basic and Base64, found something else",
                        List.of(COOKIE_ENDED));

        assertThat(turned(FakeRequest.ofThisMachine().with("Authorization", "Basic !")))
                .isEqualTo(malformed);
        assertThat(
                        turned(
                                FakeRequest.ofThisMachine()
                                        .toAnOpenPage()
                                        .with("Authorization", "Basic !")))
                .isEqualTo(malformed);
        assertThat(turned(FakeRequest.ofThisMachine().with("Authorization", "Digest x=y")))
                .isEqualTo(
                        new Refusal(
                                401,
                                "Unauthorized",
                                "scheme",
                                "Authorization: expected Basic or Bearer, found another",
                                List.of(BASIC, BEARER)));
    }

    @Test
    void asksForPatience() {
        verifier.others(new Verdict.Throttled(7));

        assertThat(turned(FakeRequest.ofThisMachine().basic("anna:x")))
                .isEqualTo(
                        new Refusal(
                                429,
                                "Too many requests",
                                "throttled",
                                "log-ins: expected fewer that fail, or fewer at a time; again in"
                                        + " 7 s",
                                List.of(new Header("Retry-After", "7"))));
    }

    @Test
    void letsNobodyInBecauseNobodyCouldBeAsked() {
        verifier.always(new Verdict.Away("database: away"));
        Refusal away =
                new Refusal(
                        503,
                        "Service unavailable",
                        "away",
                        "users: expected to be known, found nobody to ask: database: away",
                        List.of(new Header("Retry-After", "5")));

        assertThat(turned(FakeRequest.ofThisMachine())).isEqualTo(away);
        assertThat(turned(FakeRequest.ofThisMachine().toAnOpenPage().basic("a:b"))).isEqualTo(away);
        assertThat(admit(FakeRequest.ofThisMachine().toAnOpenPage()))
                .isEqualTo(new Admission.Nobody());
        assertThat(turned(FakeRequest.ofTheNetwork().inTheClear()).status()).isEqualTo(403);
    }

    @Test
    void letsNoForeignPageChangeAnythingByASession() {
        FakeRequest foreign =
                FakeRequest.ofTheNetwork()
                        .method("POST")
                        .session("secret")
                        .with("Origin", "https://evil.example");

        assertThat(turned(foreign))
                .isEqualTo(
                        new Refusal(
                                403,
                                "Forbidden",
                                "foreign-page",
                                "Origin: expected the origin of this server, found"
                                        + " \"https://evil.example\"",
                                List.of()));
        assertThat(
                        admit(
                                FakeRequest.ofTheNetwork()
                                        .method("POST")
                                        .session("secret")
                                        .with("Origin", "https://logs.example")))
                .isEqualTo(new Admission.Entered(ANNA));
        assertThat(
                        turned(
                                        FakeRequest.ofTheNetwork()
                                                .method("DELETE")
                                                .session("secret")
                                                .with("Sec-Fetch-Site", "same-site"))
                                .reason())
                .isEqualTo("foreign-page");
        assertThat(
                        admit(
                                FakeRequest.ofTheNetwork()
                                        .session("secret")
                                        .with("Sec-Fetch-Site", "cross-site")))
                .isEqualTo(new Admission.Entered(ANNA));
    }

    @Test
    void answersAsRfc9457Has() {
        Refusal refusal =
                new Refusal(403, "Forbidden", "no-users", "a \"b\"\\\n\u202e\ud83d", List.of());

        assertThat(refusal.json())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
                                + "\"detail\":\"a \\\"b\\\"\\\\\\u000a\u202e\\ud83d\","
                                + "\"reason\":\"no-users\"}");
    }

    @Test
    void givesEachRoleThoseBeforeItAndAFilteredTokenMessagesAlone() {
        assertThat(groups(Role.READER, null)).containsExactly("messages", "reader");
        assertThat(groups(Role.OPERATOR, null)).containsExactly("messages", "operator", "reader");
        assertThat(groups(Role.ADMIN, null))
                .containsExactly("admin", "messages", "operator", "reader");
        assertThat(groups(Role.ADMIN, "service:a")).containsExactly("messages");
    }

    private static List<String> groups(Role role, @Nullable String f) {
        return new ArrayList<>(Groups.of(new Caller("x", role, Credentials.Kind.BEARER, f)));
    }

    private static Refusal noUsers(String found) {
        return new Refusal(
                403,
                "Forbidden",
                "no-users",
                "request: expected one from this machine, because there are no users yet (from and"
                        + " to a loopback address, Host localhost or 127.0.0.1, through no proxy),"
                        + " found "
                        + found
                        + ". To let others in, make the first user on the server with payara/user"
                        + " add NAME --role admin and serve HTTPS (docs/security.md); behind a"
                        + " proxy that ends TLS also set "
                        + KEY
                        + "=true",
                List.of());
    }

    private static Refusal notEncrypted(String found) {
        return new Refusal(
                403,
                "Forbidden",
                "not-encrypted",
                "connection: expected HTTPS, or a request from this machine, found HTTP with "
                        + found
                        + ". Serve HTTPS (docs/tls.md); or, behind a proxy that ends TLS, set "
                        + KEY
                        + "=true and let nobody but the proxy reach this port",
                List.of());
    }

    private static Refusal unauthorized(String found, Header... headers) {
        return new Refusal(
                401,
                "Unauthorized",
                "credentials",
                "credentials: expected a user's name and password, a token or a session, found "
                        + found,
                List.of(headers));
    }

    private Admission admit(FakeRequest request) {
        return new Door(verifier, false, KEY).admit(request.request());
    }

    private Admission insecurely(FakeRequest request) {
        return new Door(verifier, true, KEY).admit(request.request());
    }

    private Refusal turned(FakeRequest request) {
        return ((Admission.Turned) admit(request)).refusal();
    }
}
