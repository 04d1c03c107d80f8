package io.logdrive.destination.security;

import static io.logdrive.destination.security.TestAccess.HERE;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of users, tokens and sessions over a database, without a container. */
class AccessApiIT {
    private static final String OTHER = "canary-other-password";
    private static final Call LOCAL = new Call(Caller.LOCAL, "127.0.0.1");
    private static final Call ALICE = call("alice", Role.ADMIN, Kind.SESSION, null);
    private static final Call BOB = call("bob", Role.OPERATOR, Kind.BASIC, null);

    @TempDir Path data;
    private TestAccess test;

    @BeforeEach
    void open() {
        test = new TestAccess(TestDatabase.H2, data);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void addsTheFirstUserFromThisMachineAndFromThenOnAsksWhoItIs() throws IOException {
        assertThat(test.access.sessions().me(Caller.LOCAL).json())
                .isEqualTo(
                        "{\"user\":\"local\",\"role\":\"admin\",\"by\":\"none\",\"filter\":null,"
                                + "\"security\":\"off\"}");
        assertProblem(
                409,
                "user alice: expected an enabled admin to be there afterwards, found none",
                () -> addUser(LOCAL, "alice", "reader"));

        Reply reply = addUser(LOCAL, "alice", "admin");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json())
                .matches(
                        "\\{\"name\":\"alice\",\"role\":\"admin\","
                                + "\"logIn\":\"password\",\"disabled\":false,"
                                + "\"created\":\"\\S+Z\",\"changed\":\"\\S+Z\"}");
        assertThat(test.none()).isEqualTo(new Verdict.Anonymous());
        assertThat(test.access.sessions().me(null).json())
                .isEqualTo("{\"user\":null,\"logIn\":[\"password\"],\"security\":\"on\"}");
        assertThat(test.basic("alice", PASSWORD)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void refusesUsersThatMayNotBe() throws IOException {
        addUser(LOCAL, "alice", "admin");

        assertProblem(
                409,
                "user alice: expected a new name, found one that is taken",
                () -> addUser(ALICE, "alice", "reader"));
        assertProblem(
                400,
                "name: expected 1 to 64 of a-z, 0-9, '.', '_', '-', '@', a letter or digit first,"
                        + " and not local, found \"Bob\"",
                () -> addUser(ALICE, "Bob", "reader"));
        assertProblem(
                400,
                "password: expected at least 12 characters, found 5",
                () ->
                        users(
                                ALICE,
                                "{\"name\":\"bob\",\"role\":\"reader\",\"password\":\"short\"}"));
        assertProblem(
                400,
                "role: expected reader or operator or admin, found none",
                () -> users(ALICE, "{\"name\":\"bob\",\"password\":\"" + PASSWORD + "\"}"));
        assertProblem(
                403,
                "expected the role admin, found operator",
                () -> addUser(BOB, "carol", "reader"));
        assertProblem(
                403,
                "expected the role admin, found admin",
                () ->
                        addUser(
                                call("alice/t", Role.ADMIN, Kind.BEARER, "level:error"),
                                "carol",
                                "reader"));
    }

    @Test
    void changesAndDeletesUsersAndKeepsTheLastAdmin() throws IOException {
        addUser(LOCAL, "alice", "admin");
        addUser(ALICE, "bob", "reader");
        String session = test.session("bob");

        assertThat(change(ALICE, "bob", "{\"role\":\"operator\"}").json())
                .contains("\"role\":\"operator\"");
        assertThat(test.bySession(session)).isInstanceOf(Verdict.Known.class);
        assertThat(change(ALICE, "bob", "{\"password\":\"" + OTHER + "\"}").status())
                .isEqualTo(200);
        assertThat(test.bySession(session)).isInstanceOf(Verdict.Refused.class);
        assertThat(test.basic("bob", OTHER)).isInstanceOf(Verdict.Known.class);
        assertThat(change(ALICE, "bob", "{\"disabled\":true}").json())
                .contains("\"disabled\":true");
        assertThat(test.basic("bob", OTHER)).isEqualTo(new Verdict.Refused("disabled"));
        String last = "user alice: expected an enabled admin to be there afterwards, found none";
        assertProblem(409, last, () -> change(ALICE, "alice", "{\"disabled\":true}"));
        assertProblem(409, last, () -> change(ALICE, "alice", "{\"role\":\"reader\"}"));
        assertProblem(409, last, () -> test.access.users().delete(ALICE, "alice"));
        String none = "user \"carol\": expected one with this name, found none";
        assertProblem(404, none, () -> change(ALICE, "carol", "{\"disabled\":true}"));
        assertProblem(404, none, () -> test.access.users().delete(ALICE, "carol"));
        assertProblem(
                400,
                "body: expected role, disabled or password, found none of them",
                () -> change(ALICE, "bob", "{}"));
        assertThat(test.access.users().delete(ALICE, "bob").status()).isEqualTo(204);
        assertThat(test.access.users().list(ALICE).json())
                .startsWith("{\"users\":[{\"name\":\"alice\"")
                .doesNotContain("bob", "pbkdf2");
        assertProblem(
                403,
                "expected the role admin, found operator",
                () -> test.access.users().list(BOB));
    }

    @Test
    void showsATokenOnceAndKnowsItFromThenOn() throws IOException {
        addUser(LOCAL, "alice", "admin");
        addUser(ALICE, "bob", "operator");

        Reply made =
                addToken(
                        BOB,
                        "{\"name\":\"ci\",\"role\":\"operator\",\"filter\":\"service:pay*\","
                                + "\"expires\":\"2099-01-02T03:04:05+01:00\"}");

        String token = find("\"token\":\"([^\"]+)\"", made);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json())
                .contains(
                        "\"name\":\"ci\",\"user\":\"bob\",\"role\":\"operator\","
                                + "\"filter\":\"service:pay*\"",
                        "\"expires\":\"2099-01-02T02:04:05.000000Z\",\"lastUsed\":null");
        assertThat(made).asString().doesNotContain(token);
        Verdict.Known known = (Verdict.Known) test.bearer(token);
        assertThat(known.caller())
                .isEqualTo(new Caller("bob/ci", Role.OPERATOR, Kind.BEARER, "service:pay*"));
        assertThat(test.access.sessions().me(known.caller()).json())
                .isEqualTo(
                        "{\"user\":\"bob/ci\",\"role\":\"operator\",\"by\":\"bearer\","
                                + "\"filter\":\"service:pay*\",\"security\":\"on\"}");
        assertThat(test.access.tokens().list(BOB).json())
                .contains("\"name\":\"ci\"")
                .doesNotContain(token, Secrets.hash(secret(token)));

        String id = find("\"id\":\"([^\"]+)\"", made);
        assertThat(changeToken(BOB, id, "{\"expires\":null}").json()).contains("\"expires\":null");
        assertThat(test.access.tokens().revoke(BOB, id).status()).isEqualTo(204);
        assertThat(test.bearer(token)).isEqualTo(new Verdict.Refused("revoked"));
        String gone = "token \"" + id + "\": expected one with this id, found none";
        assertProblem(404, gone, () -> test.access.tokens().revoke(BOB, id));
        assertProblem(404, gone, () -> changeToken(BOB, id, "{\"expires\":null}"));
    }

    @Test
    void givesATokenNoMoreThanItsUserAndItsMakerHave() throws IOException {
        addUser(LOCAL, "alice", "admin");
        addUser(ALICE, "bob", "operator");

        assertProblem(
                400,
                "role: expected at most operator, that of bob, found admin",
                () -> addToken(BOB, "{\"name\":\"t\",\"role\":\"admin\"}"));
        assertProblem(
                400,
                "role: expected at most operator, that of bob, found admin",
                () -> addToken(ALICE, "{\"name\":\"t\",\"role\":\"admin\",\"user\":\"bob\"}"));
        assertProblem(
                403,
                "user: expected bob, found another one and not the role admin",
                () -> addToken(BOB, "{\"name\":\"t\",\"user\":\"alice\"}"));
        assertProblem(
                403,
                "expected a password or a session: a token makes no tokens, found a token",
                () ->
                        addToken(
                                call("alice/t", Role.READER, Kind.BEARER, null),
                                "{\"name\":\"t\",\"role\":\"admin\"}"));
        assertProblem(
                403,
                "expected a token without a filter: one with a filter reads messages, and nothing"
                        + " else",
                () ->
                        addToken(
                                call("alice/t", Role.ADMIN, Kind.BEARER, "level:error"),
                                "{\"name\":\"t\"}"));
        assertProblem(
                400,
                "user: expected the name of a user, found \"local\"",
                () -> addToken(LOCAL, "{\"name\":\"t\"}"));
        assertThat(addToken(BOB, "{\"name\":\"t\"}").json()).contains("\"role\":\"reader\"");
        assertProblem(
                409,
                "token t: expected a new name, found one in force of bob",
                () -> addToken(BOB, "{\"name\":\"t\"}"));
    }

    @Test
    void refusesAFilterThatIsNoQueryAndATimeThatHasPassed() throws IOException {
        addUser(LOCAL, "alice", "admin");

        QueryProblem problem =
                problem(() -> addToken(ALICE, "{\"name\":\"t\",\"filter\":\"level:(\"}"));
        assertThat(problem).hasMessageStartingWith("filter: query at 6: ");
        assertProblem(
                400,
                "filter: expected a query, or null for all messages, found an empty one",
                () -> addToken(ALICE, "{\"name\":\"t\",\"filter\":\" \"}"));
        assertProblem(
                400,
                "expires: expected a time to come as 2027-01-31T12:00:00Z, or null for never, found"
                        + " \"2001-01-01T00:00:00Z\"",
                () -> addToken(ALICE, "{\"name\":\"t\",\"expires\":\"2001-01-01T00:00:00Z\"}"));
        assertProblem(
                400,
                "name: expected 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', a letter or digit first,"
                        + " found \"a b\"",
                () -> addToken(ALICE, "{\"name\":\"a b\"}"));
    }

    @Test
    void showsOthersTheirOwnTokensAlone() throws IOException {
        addUser(LOCAL, "alice", "admin");
        addUser(ALICE, "bob", "operator");
        String id = find("\"id\":\"([^\"]+)\"", addToken(ALICE, "{\"name\":\"of-alice\"}"));
        addToken(ALICE, "{\"name\":\"of-bob\",\"user\":\"bob\"}");

        assertThat(test.access.tokens().list(ALICE).json()).contains("of-alice", "of-bob");
        assertThat(test.access.tokens().list(BOB).json())
                .contains("of-bob")
                .doesNotContain("of-alice");
        assertProblem(
                404,
                "token \"" + id + "\": expected one with this id, found none",
                () -> test.access.tokens().revoke(BOB, id));
    }

    @Test
    void logsInWithANewSessionEachTimeAndOut() throws IOException {
        addUser(LOCAL, "alice", "admin");

        Reply login = login("alice", PASSWORD, false, null);
        String first = find("^logdrive-session=([0-9a-f]{64}); ", cookie(login));
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.json()).startsWith("{\"user\":\"alice\",\"role\":\"admin\",\"expires\":");
        assertThat(cookie(login))
                .isEqualTo("logdrive-session=" + first + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(login).asString().doesNotContain(first);
        assertThat(test.bySession(first)).isInstanceOf(Verdict.Known.class);

        // What a stranger gave the browser beforehand is not taken over.
        Reply again = login("alice", PASSWORD, true, "f".repeat(64));
        assertThat(cookie(again)).endsWith("; SameSite=Strict; Secure").doesNotContain("fffff");
        assertThat(test.bySession("f".repeat(64))).isInstanceOf(Verdict.Refused.class);
        Reply third = login("alice", PASSWORD, true, first);
        assertThat(test.bySession(first)).isEqualTo(new Verdict.Refused("unknown-session"));

        String id = find("^logdrive-session=([0-9a-f]{64}); ", cookie(third));
        Reply out = test.access.sessions().logout(id, HERE, false);
        assertThat(cookie(out))
                .isEqualTo("logdrive-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict");
        assertThat(test.bySession(id)).isEqualTo(new Verdict.Refused("unknown-session"));
        assertThat(test.access.sessions().logout(id, HERE, false).status()).isEqualTo(204);
        assertThat(test.access.sessions().logout(null, HERE, false).status()).isEqualTo(204);
    }

    @Test
    void saysTheSameOfAWrongPasswordAndOfNobody() throws IOException {
        assertProblem(
                409,
                "users: expected one to log in, found none: add the first with payara/user add"
                        + " NAME, or by POST /destination/users on this machine",
                () -> login("alice", PASSWORD, false, null));
        addUser(LOCAL, "alice", "admin");
        String wrong = "name and password: expected those of a user, found others";

        for (int i = 0; i < 6; i++) {
            assertProblem(401, wrong, () -> login("alice", OTHER, false, null));
            assertProblem(401, wrong, () -> login("nobody", OTHER, false, null));
        }
        String later =
                "log-ins: expected some time between wrong ones, found too many at once; come again"
                        + " in 1 s";
        assertProblem(429, later, () -> login("alice", PASSWORD, false, null));
        assertProblem(429, later, () -> login("nobody", PASSWORD, false, null));
        assertThat(logins("refused")).isEqualTo(12);
        assertThat(logins("throttled")).isEqualTo(2);
        assertThat(logins("done")).isZero();
    }

    @Test
    void changesOnesOwnPasswordWithTheOldOneAndEndsAllSessions() throws IOException {
        addUser(LOCAL, "alice", "admin");
        String session = test.session("alice");

        assertProblem(
                403,
                "old: expected the password so far, found another one",
                () -> password(ALICE, OTHER, OTHER));
        assertProblem(
                400,
                "new: expected at least 12 characters, found 5",
                () -> password(ALICE, PASSWORD, "short"));
        assertProblem(
                400,
                "new: expected another password, found the same",
                () -> password(ALICE, PASSWORD, PASSWORD));
        assertProblem(
                403,
                "expected a user who logged in, found a token",
                () -> password(call("alice/t", Role.ADMIN, Kind.BEARER, null), PASSWORD, OTHER));
        assertProblem(
                403,
                "expected a user who logged in, found nobody",
                () -> password(LOCAL, PASSWORD, OTHER));

        Reply reply = password(ALICE, PASSWORD, OTHER);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(cookie(reply)).startsWith("logdrive-session=; Max-Age=0");
        assertThat(test.bySession(session)).isInstanceOf(Verdict.Refused.class);
        assertThat(test.basic("alice", PASSWORD)).isEqualTo(new Verdict.Refused("password"));
        assertThat(test.basic("alice", OTHER)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void tellsAdminsWhatWasDoneAndNoSecret() throws IOException {
        addUser(LOCAL, "alice", "admin");
        String token = find("\"token\":\"([^\"]+)\"", addToken(ALICE, "{\"name\":\"ci\"}"));
        String session =
                find(
                        "^logdrive-session=([0-9a-f]{64})",
                        cookie(login("alice", PASSWORD, false, null)));
        change(ALICE, "alice", "{\"password\":\"" + OTHER + "\"}");

        Reply first = audit(ALICE, Map.of("limit", List.of("2")));
        String next = find("\"next\":\"(\\d+)\"", first);
        Reply rest = audit(ALICE, Map.of("after", List.of(next)));

        assertThat(first.json())
                .contains(
                        "\"who\":\"alice\",\"address\":\"192.0.2.1\",\"what\":\"user-change\","
                                + "\"target\":\"alice\",\"outcome\":\"new password\"",
                        "\"what\":\"login\"");
        assertThat(rest.json())
                .contains(
                        "\"what\":\"token-add\",\"target\":\"alice/ci ",
                        "\"outcome\":\"role=reader expires=never\"",
                        "\"who\":\"local\",\"address\":\"127.0.0.1\",\"what\":\"user-add\","
                                + "\"target\":\"alice\",\"outcome\":\"role=admin\"")
                .doesNotContain("next");
        for (String secret :
                List.of(PASSWORD, OTHER, secret(token), session, "pbkdf2", Secrets.hash(session))) {
            assertThat(first.json()).doesNotContain(secret);
            assertThat(rest.json()).doesNotContain(secret);
        }
        assertProblem(403, "expected the role admin, found operator", () -> audit(BOB, Map.of()));
        assertProblem(
                400,
                "after: expected \"next\" of an answer, found \"x\"",
                () -> audit(ALICE, Map.of("after", List.of("x"))));
        assertProblem(
                400,
                "limt: expected a known parameter (nearest: limit), found an unknown one",
                () -> audit(ALICE, Map.of("limt", List.of("2"))));
    }

    private double logins(String outcome) {
        return test.metrics
                .counter("logdrive.destination.access.logins", "outcome", outcome)
                .count();
    }

    private Reply users(Call call, String body) throws IOException {
        return test.access.users().add(call, read(body, UsersApi.OF_NEW));
    }

    private Reply addUser(Call call, String name, String role) throws IOException {
        return users(
                call,
                "{\"name\":\""
                        + name
                        + "\",\"role\":\""
                        + role
                        + "\",\"password\":\""
                        + PASSWORD
                        + "\"}");
    }

    private Reply change(Call call, String name, String body) throws IOException {
        return test.access.users().change(call, name, read(body, UsersApi.OF_CHANGE));
    }

    private Reply addToken(Call call, String body) throws IOException {
        return test.access.tokens().add(call, read(body, TokensApi.OF_NEW));
    }

    private Reply changeToken(Call call, String id, String body) throws IOException {
        return test.access.tokens().change(call, id, read(body, TokensApi.OF_CHANGE));
    }

    private Reply login(String name, String password, boolean secure, @Nullable String before)
            throws IOException {
        String body = "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
        return test.access.sessions().login(read(body, SessionsApi.OF_LOGIN), HERE, secure, before);
    }

    private Reply password(Call call, String old, String password) throws IOException {
        String body = "{\"old\":\"" + old + "\",\"new\":\"" + password + "\"}";
        return test.access.sessions().password(call, read(body, SessionsApi.OF_PASSWORD), false);
    }

    private Reply audit(Call call, Map<String, List<String>> parameters) {
        return test.access.audit().list(call, new Parameters(parameters, AuditApi.KNOWN));
    }

    private static Call call(String name, Role role, Kind by, @Nullable String filter) {
        return new Call(new Caller(name, role, by, filter), HERE);
    }

    private static JsonBody read(String body, Set<String> known) throws IOException {
        return JsonBody.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), known);
    }

    private static String secret(String token) {
        return Objects.requireNonNull(TokenText.of(token)).secret();
    }

    private static String cookie(Reply reply) {
        return Objects.requireNonNull(reply.cookie());
    }

    private static String find(String pattern, Reply reply) {
        return find(pattern, Objects.requireNonNull(reply.json()));
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static void assertProblem(int status, String message, ThrowingCallable call) {
        QueryProblem problem = problem(call);
        assertThat(problem).hasMessage(message);
        assertThat(problem.status()).isEqualTo(status);
    }

    private static QueryProblem problem(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(QueryProblem.class, call));
    }
}
