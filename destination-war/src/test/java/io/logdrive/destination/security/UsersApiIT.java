package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.ALICE;
import static io.logdrive.destination.security.AccessCalls.BOB;
import static io.logdrive.destination.security.AccessCalls.LOCAL;
import static io.logdrive.destination.security.AccessCalls.OTHER;
import static io.logdrive.destination.security.AccessCalls.assertProblem;
import static io.logdrive.destination.security.AccessCalls.call;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API of users over a database, without a container. */
class UsersApiIT {
    @RegisterExtension final TestAccess test = new TestAccess(TestDatabase.H2);
    private final AccessCalls api = new AccessCalls(test.access);

    @Test
    void addsTheFirstUserFromThisMachineAndFromThenOnAsksWhoItIs() throws IOException {
        assertThat(test.access.sessions().me(Caller.LOCAL).json())
                .isEqualTo(
                        "{\"user\":\"local\",\"role\":\"admin\",\"by\":\"none\",\"filter\":null,"
                                + "\"security\":\"off\"}");
        assertProblem(
                409,
                "user alice: expected an enabled admin to be there afterwards, found none",
                () -> api.addUser(LOCAL, "alice", "reader"));

        Reply reply = api.addUser(LOCAL, "alice", "admin");

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
        api.addUser(LOCAL, "alice", "admin");

        assertProblem(
                409,
                "user alice: expected a new name, found one that is taken",
                () -> api.addUser(ALICE, "alice", "reader"));
        assertProblem(
                400,
                "name: expected 1 to 64 of a-z, 0-9, '.', '_', '-', '@', a letter or digit first,"
                        + " and not local, found \"Bob\"",
                () -> api.addUser(ALICE, "Bob", "reader"));
        assertProblem(
                400,
                "password: expected at least 12 characters, found 5",
                () ->
                        api.users(
                                ALICE,
                                "{\"name\":\"bob\",\"role\":\"reader\",\"password\":\"short\"}"));
        assertProblem(
                400,
                "role: expected reader or operator or admin, found none",
                () -> api.users(ALICE, "{\"name\":\"bob\",\"password\":\"" + PASSWORD + "\"}"));
        assertProblem(
                403,
                "expected the role admin, found operator",
                () -> api.addUser(BOB, "carol", "reader"));
        assertProblem(
                403,
                "expected the role admin, found admin",
                () ->
                        api.addUser(
                                call("alice/t", Role.ADMIN, Kind.BEARER, "level:error"),
                                "carol",
                                "reader"));
    }

    @Test
    void changesAndDeletesUsersAndKeepsTheLastAdmin() throws IOException {
        api.addUser(LOCAL, "alice", "admin");
        api.addUser(ALICE, "bob", "reader");
        String session = test.session("bob");

        assertThat(api.change(ALICE, "bob", "{\"role\":\"operator\"}").json())
                .contains("\"role\":\"operator\"");
        assertThat(test.bySession(session)).isInstanceOf(Verdict.Known.class);
        assertThat(api.change(ALICE, "bob", "{\"password\":\"" + OTHER + "\"}").status())
                .isEqualTo(200);
        assertThat(test.bySession(session)).isInstanceOf(Verdict.Refused.class);
        assertThat(test.basic("bob", OTHER)).isInstanceOf(Verdict.Known.class);
        assertThat(api.change(ALICE, "bob", "{\"disabled\":true}").json())
                .contains("\"disabled\":true");
        assertThat(test.basic("bob", OTHER)).isEqualTo(new Verdict.Refused("disabled"));
        String last = "user alice: expected an enabled admin to be there afterwards, found none";
        assertProblem(409, last, () -> api.change(ALICE, "alice", "{\"disabled\":true}"));
        assertProblem(409, last, () -> api.change(ALICE, "alice", "{\"role\":\"reader\"}"));
        assertProblem(409, last, () -> test.access.users().delete(ALICE, "alice"));
        String none = "user \"carol\": expected one with this name, found none";
        assertProblem(404, none, () -> api.change(ALICE, "carol", "{\"disabled\":true}"));
        assertProblem(404, none, () -> test.access.users().delete(ALICE, "carol"));
        assertProblem(
                400,
                "body: expected role, disabled or password, found none of them",
                () -> api.change(ALICE, "bob", "{}"));
        assertThat(test.access.users().delete(ALICE, "bob").status()).isEqualTo(204);
        assertThat(test.access.users().list(ALICE).json())
                .startsWith("{\"users\":[{\"name\":\"alice\"")
                .doesNotContain("bob", "pbkdf2");
        assertProblem(
                403,
                "expected the role admin, found operator",
                () -> test.access.users().list(BOB));
    }
}
