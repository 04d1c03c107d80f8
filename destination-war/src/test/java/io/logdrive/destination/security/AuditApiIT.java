package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.ALICE;
import static io.logdrive.destination.security.AccessCalls.BOB;
import static io.logdrive.destination.security.AccessCalls.LOCAL;
import static io.logdrive.destination.security.AccessCalls.OTHER;
import static io.logdrive.destination.security.AccessCalls.assertProblem;
import static io.logdrive.destination.security.AccessCalls.cookie;
import static io.logdrive.destination.security.AccessCalls.find;
import static io.logdrive.destination.security.AccessCalls.secret;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API of the audit over a database, without a container. */
class AuditApiIT {
    @RegisterExtension final TestAccess test = new TestAccess(TestDatabase.H2);
    private final AccessCalls api = new AccessCalls(test.access);

    @Test
    void tellsAdminsWhatWasDoneAndNoSecret() throws IOException {
        api.addUser(LOCAL, "alice", "admin");
        String token = find("\"token\":\"([^\"]+)\"", api.addToken(ALICE, "{\"name\":\"ci\"}"));
        String session =
                find(
                        "^logdrive-session=([0-9a-f]{64})",
                        cookie(api.login("alice", PASSWORD, false, null)));
        api.change(ALICE, "alice", "{\"password\":\"" + OTHER + "\"}");

        Reply first = api.audit(ALICE, Map.of("limit", List.of("2")));
        String next = find("\"next\":\"(\\d+)\"", first);
        Reply rest = api.audit(ALICE, Map.of("after", List.of(next)));

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
        assertProblem(
                403, "expected the role admin, found operator", () -> api.audit(BOB, Map.of()));
        assertProblem(
                400,
                "after: expected \"next\" of an answer, found \"x\"",
                () -> api.audit(ALICE, Map.of("after", List.of("x"))));
        assertProblem(
                400,
                "limt: expected a known parameter (nearest: limit), found an unknown one",
                () -> api.audit(ALICE, Map.of("limt", List.of("2"))));
    }
}
