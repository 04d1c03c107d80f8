package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.ALICE;
import static io.logdrive.destination.security.AccessCalls.LOCAL;
import static io.logdrive.destination.security.AccessCalls.OTHER;
import static io.logdrive.destination.security.AccessCalls.assertProblem;
import static io.logdrive.destination.security.AccessCalls.call;
import static io.logdrive.destination.security.AccessCalls.cookie;
import static io.logdrive.destination.security.AccessCalls.find;
import static io.logdrive.destination.security.TestAccess.HERE;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API of sessions and one's own password over a database, without a container. */
class SessionsApiIT {
    @RegisterExtension final TestAccess test = new TestAccess(TestDatabase.H2);
    private final AccessCalls api = new AccessCalls(test.access);

    @Test
    void logsInWithANewSessionEachTimeAndOut() throws IOException {
        api.addUser(LOCAL, "alice", "admin");

        Reply login = api.login("alice", PASSWORD, false, null);
        String first = find("^logdrive-session=([0-9a-f]{64}); ", cookie(login));
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.json()).startsWith("{\"user\":\"alice\",\"role\":\"admin\",\"expires\":");
        assertThat(cookie(login))
                .isEqualTo("logdrive-session=" + first + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(login).asString().doesNotContain(first);
        assertThat(test.bySession(first)).isInstanceOf(Verdict.Known.class);

        // What a stranger gave the browser beforehand is not taken over.
        Reply again = api.login("alice", PASSWORD, true, "f".repeat(64));
        assertThat(cookie(again)).endsWith("; SameSite=Strict; Secure").doesNotContain("fffff");
        assertThat(test.bySession("f".repeat(64))).isInstanceOf(Verdict.Refused.class);
        Reply third = api.login("alice", PASSWORD, true, first);
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
                () -> api.login("alice", PASSWORD, false, null));
        api.addUser(LOCAL, "alice", "admin");
        String wrong = "name and password: expected those of a user, found others";

        for (int i = 0; i < 6; i++) {
            assertProblem(401, wrong, () -> api.login("alice", OTHER, false, null));
            assertProblem(401, wrong, () -> api.login("nobody", OTHER, false, null));
        }
        String later =
                "log-ins: expected some time between wrong ones, found too many at once; come again"
                        + " in 1 s";
        assertProblem(429, later, () -> api.login("alice", PASSWORD, false, null));
        assertProblem(429, later, () -> api.login("nobody", PASSWORD, false, null));
        assertThat(logins("refused")).isEqualTo(12);
        assertThat(logins("throttled")).isEqualTo(2);
        assertThat(logins("done")).isZero();
    }

    @Test
    void changesOnesOwnPasswordWithTheOldOneAndEndsAllSessions() throws IOException {
        api.addUser(LOCAL, "alice", "admin");
        String session = test.session("alice");

        assertProblem(
                403,
                "old: expected the password so far, found another one",
                () -> api.password(ALICE, OTHER, OTHER));
        assertProblem(
                400,
                "new: expected at least 12 characters, found 5",
                () -> api.password(ALICE, PASSWORD, "short"));
        assertProblem(
                400,
                "new: expected another password, found the same",
                () -> api.password(ALICE, PASSWORD, PASSWORD));
        assertProblem(
                403,
                "expected a user who logged in, found a token",
                () ->
                        api.password(
                                call("alice/t", Role.ADMIN, Kind.BEARER, null), PASSWORD, OTHER));
        assertProblem(
                403,
                "expected a user who logged in, found nobody",
                () -> api.password(LOCAL, PASSWORD, OTHER));

        Reply reply = api.password(ALICE, PASSWORD, OTHER);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(cookie(reply)).startsWith("logdrive-session=; Max-Age=0");
        assertThat(test.bySession(session)).isInstanceOf(Verdict.Refused.class);
        assertThat(test.basic("alice", PASSWORD)).isEqualTo(new Verdict.Refused("password"));
        assertThat(test.basic("alice", OTHER)).isInstanceOf(Verdict.Known.class);
    }

    private double logins(String outcome) {
        return test.metrics
                .counter("logdrive.destination.access.logins", "outcome", outcome)
                .count();
    }
}
