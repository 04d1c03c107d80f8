package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.ALICE;
import static io.logdrive.destination.security.AccessCalls.BOB;
import static io.logdrive.destination.security.AccessCalls.LOCAL;
import static io.logdrive.destination.security.AccessCalls.assertProblem;
import static io.logdrive.destination.security.AccessCalls.call;
import static io.logdrive.destination.security.AccessCalls.find;
import static io.logdrive.destination.security.AccessCalls.problem;
import static io.logdrive.destination.security.AccessCalls.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API of tokens over a database, without a container. */
class TokensApiIT {
    @RegisterExtension final TestAccess test = new TestAccess(TestDatabase.H2);
    private final AccessCalls api = new AccessCalls(test.access);

    @Test
    void showsATokenOnceAndKnowsItFromThenOn() throws IOException {
        api.addUser(LOCAL, "alice", "admin");
        api.addUser(ALICE, "bob", "operator");

        Reply made =
                api.addToken(
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
        assertThat(api.changeToken(BOB, id, "{\"expires\":null}").json())
                .contains("\"expires\":null");
        assertThat(test.access.tokens().revoke(BOB, id).status()).isEqualTo(204);
        assertThat(test.bearer(token)).isEqualTo(new Verdict.Refused("revoked"));
        String gone = "token \"" + id + "\": expected one with this id, found none";
        assertProblem(404, gone, () -> test.access.tokens().revoke(BOB, id));
        assertProblem(404, gone, () -> api.changeToken(BOB, id, "{\"expires\":null}"));
    }

    @Test
    void givesATokenNoMoreThanItsUserAndItsMakerHave() throws IOException {
        api.addUser(LOCAL, "alice", "admin");
        api.addUser(ALICE, "bob", "operator");

        assertProblem(
                400,
                "role: expected at most operator, that of bob, found admin",
                () -> api.addToken(BOB, "{\"name\":\"t\",\"role\":\"admin\"}"));
        assertProblem(
                400,
                "role: expected at most operator, that of bob, found admin",
                () -> api.addToken(ALICE, "{\"name\":\"t\",\"role\":\"admin\",\"user\":\"bob\"}"));
        assertProblem(
                403,
                "user: expected bob, found another one and not the role admin",
                () -> api.addToken(BOB, "{\"name\":\"t\",\"user\":\"alice\"}"));
        assertProblem(
                403,
                "expected a password or a session: a token makes no tokens, found a token",
                () ->
                        api.addToken(
                                call("alice/t", Role.READER, Kind.BEARER, null),
                                "{\"name\":\"t\",\"role\":\"admin\"}"));
        assertProblem(
                403,
                "expected a token without a filter: one with a filter reads messages, and nothing"
                        + " else",
                () ->
                        api.addToken(
                                call("alice/t", Role.ADMIN, Kind.BEARER, "level:error"),
                                "{\"name\":\"t\"}"));
        assertProblem(
                400,
                "user: expected the name of a user, found \"local\"",
                () -> api.addToken(LOCAL, "{\"name\":\"t\"}"));
        assertThat(api.addToken(BOB, "{\"name\":\"t\"}").json()).contains("\"role\":\"reader\"");
        assertProblem(
                409,
                "token t: expected a new name, found one in force of bob",
                () -> api.addToken(BOB, "{\"name\":\"t\"}"));
    }

    @Test
    void refusesAFilterThatIsNoQueryAndATimeThatHasPassed() throws IOException {
        api.addUser(LOCAL, "alice", "admin");

        QueryProblem problem =
                problem(() -> api.addToken(ALICE, "{\"name\":\"t\",\"filter\":\"level:(\"}"));
        assertThat(problem).hasMessageStartingWith("filter: query at 6: ");
        assertProblem(
                400,
                "filter: expected a query, or null for all messages, found an empty one",
                () -> api.addToken(ALICE, "{\"name\":\"t\",\"filter\":\" \"}"));
        assertProblem(
                400,
                "expires: expected a time to come as 2027-01-31T12:00:00Z, or null for never, found"
                        + " \"2001-01-01T00:00:00Z\"",
                () -> api.addToken(ALICE, "{\"name\":\"t\",\"expires\":\"2001-01-01T00:00:00Z\"}"));
        assertProblem(
                400,
                "name: expected 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', a letter or digit first,"
                        + " found \"a b\"",
                () -> api.addToken(ALICE, "{\"name\":\"a b\"}"));
    }

    @Test
    void showsOthersTheirOwnTokensAlone() throws IOException {
        api.addUser(LOCAL, "alice", "admin");
        api.addUser(ALICE, "bob", "operator");
        String id = find("\"id\":\"([^\"]+)\"", api.addToken(ALICE, "{\"name\":\"of-alice\"}"));
        api.addToken(ALICE, "{\"name\":\"of-bob\",\"user\":\"bob\"}");

        assertThat(test.access.tokens().list(ALICE).json()).contains("of-alice", "of-bob");
        assertThat(test.access.tokens().list(BOB).json())
                .contains("of-bob")
                .doesNotContain("of-alice");
        assertProblem(
                404,
                "token \"" + id + "\": expected one with this id, found none",
                () -> test.access.tokens().revoke(BOB, id));
    }
}
