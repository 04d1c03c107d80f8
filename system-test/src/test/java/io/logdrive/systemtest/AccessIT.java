package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 8, shows 1 and 5: who may what of both WARs in one process, before there are users and
 * after. On another JDK: {@code -Dlogdrive.systemtest.java.home=/usr/lib/jvm/temurin-25-jdk-amd64}.
 */
@ExtendWith(ProcessLogs.class)
class AccessIT {
    private static Server server;
    private static People people;

    @BeforeAll
    static void start() throws IOException {
        server = Server.ofBoth(AccessIT.class);
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        assertThisMachineOnly();
        people = People.of(port());
    }

    /** Asked before the first user is made. */
    private static void assertThisMachineOnly() throws IOException {
        for (String path :
                List.of("/destination/messages", "/ingest/queue", "/ingest/console/app.js")) {
            assertThat(RawHttp.status(RawHttp.get(port(), path))).isEqualTo(200);
            assertThat(RawHttp.get(port(), path, "X-Forwarded-For: 10.0.0.7"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("\"reason\":\"no-users\"", "payara/user add", "insecure");
            assertThat(RawHttp.ask(port(), "GET " + path + " HTTP/1.1", "Host: evil.example:8080"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("found Host \\\"evil.example:8080\\\"");
        }
    }

    @Test
    void letsEverybodyDoWhatIsDocumentedAndNothingElse() throws IOException {
        assertThat(new AccessMatrix().faults(people.all(), path -> port())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/destination/;/users",
                "/destination/;x=y/users",
                "/destination//users",
                "/destination/users/",
                "/destination/users;x=y",
                "/destination/%75sers",
                "/destination/./users",
                "/destination/docs/../users",
                "/destination/docs/..;/users",
                "/destination/docs/%2e%2e/users",
                "/destination/docs%2f..%2fusers",
                "/destination/messages/../users",
                "/destination/messages/..;/users",
                "/destination/messages/%2e%2e;/users",
                "/destination/docs/docs.js/../../users",
                "/destination/docs/docs.js;/../../users",
                "/ingest/../destination/users",
                "/ingest/console/app.js/..;/..;/destination/users",
                "/DESTINATION/users",
                "http://127.0.0.1/destination/users",
            })
    void leadsNobodyRoundTheDoor(String target) throws IOException {
        for (String name : List.of("anonymous", "bearer-reader", "bearer-messages")) {
            List<String> headers = people.the(name).headers();
            String answer =
                    headers.isEmpty()
                            ? RawHttp.get(port(), target)
                            : RawHttp.get(port(), target, headers.get(0) + ": " + headers.get(1));

            assertThat(answer).as(name).doesNotContain("the-admin");
            assertThat(RawHttp.status(answer)).as(name + " " + answer).isNotEqualTo(200);
        }
    }

    @Test
    void keepsWhoWasAtTheDeadLetterDesk() throws IOException {
        String chosen = "?filter=nobody-has-this&until=2026-01-01T00:00:00Z";
        Asker operator = people.the("basic-operator");
        for (String war : List.of("ingest", "destination")) {
            String path = "/" + war + "/dead-letters" + chosen;
            HttpResponse<String> done =
                    operator.text(port(), "DELETE", path, "", "Content-Type", "application/json");
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        }

        String what = "dead-letters-delete";
        String outcome = "done=0 refused=0 more=false";
        assertThat(people.the("basic-admin").text(port(), "GET", "/destination/audit", "").body())
                .containsPattern(
                        "\"who\":\"the-operator\",\"address\":\"127.0.0.1\",\"what\":\""
                                + what
                                + "\",\"target\":\"filter=[^,]*nobody-has-this[^,]*"
                                + " until=2026-01-01T00:00:00Z\",\"outcome\":\""
                                + outcome
                                + "\"");
        assertThat(server.log())
                .containsPattern(
                        "audit who=the-operator address=\"127.0.0.1\" what="
                                + what
                                + " target=filter=\"nobody-has-this\" until=2026-01-01T00:00:00Z"
                                + " outcome="
                                + outcome);
    }

    @Test
    void refusesInTheSameWordsWhateverIsWrong() throws IOException {
        HttpResponse<String> password = get(People.basic("the-reader", "x", "not this one"));
        HttpResponse<String> user = get(People.basic("nobody-here", "x", "not this one"));
        HttpResponse<String> token = get(Asker.with("t", "x", "Authorization", "Bearer ldt_1_a"));
        HttpResponse<String> none = get(Asker.anonymous());

        for (HttpResponse<String> each : List.of(password, user, token)) {
            assertThat(each.statusCode()).isEqualTo(401);
            assertThat(each.body())
                    .isEqualTo(
                            "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"credentials:"
                                + " expected a user's name and password, a token or a session,"
                                + " found others than those of anybody\","
                                + "\"reason\":\"credentials\"}");
            assertThat(each.headers().allValues("WWW-Authenticate"))
                    .containsExactly(
                            "Basic realm=\"Logdrive\", charset=\"UTF-8\"",
                            "Bearer realm=\"Logdrive\"");
        }
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(get(Asker.with("x", "x", "Sec-Fetch-Mode", "cors")).headers())
                .satisfies(
                        headers ->
                                assertThat(headers.allValues("WWW-Authenticate"))
                                        .containsExactly("Bearer realm=\"Logdrive\""));
    }

    @Test
    void takesOneKindOfCredentialsAndNothingThatCameThroughAProxyInTheClear() throws IOException {
        Asker basic = people.the("basic-admin");
        Asker session = people.the("session-admin");

        HttpResponse<String> both =
                basic.text(port(), "GET", "/ingest/queue", "", "Cookie", session.headers().get(1));
        HttpResponse<String> forwarded =
                basic.text(port(), "GET", "/ingest/queue", "", "X-Forwarded-Proto", "https");

        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("\"reason\":\"malformed\"");
        assertThat(forwarded.statusCode()).isEqualTo(403);
        assertThat(forwarded.body()).contains("\"reason\":\"not-encrypted\"");
    }

    @Test
    void givesEachLoginASessionOfItsOwnAndTakesNoneThatSomebodyElseChose() throws IOException {
        String chosen = "logdrive-session=chosen-by-somebody-else";
        HttpResponse<String> first = people.login("the-reader", People.PASSWORD, "Cookie", chosen);
        String cookie = People.cookie(first);
        HttpResponse<String> second = people.login("the-reader", People.PASSWORD, "Cookie", cookie);

        assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; Path=/", "; HttpOnly", "; SameSite=Strict");
        assertThat(cookie).isNotEqualTo(chosen);
        assertThat(People.cookie(second)).isNotEqualTo(cookie);
        assertThat(statusWith(chosen)).isEqualTo(401);
        assertThat(statusWith(cookie)).as("ended by the next log-in").isEqualTo(401);
        assertThat(statusWith(People.cookie(second))).isEqualTo(200);
    }

    @Test
    void forgetsASessionAtOnceInBothWarsWhenItsUserLogsOut() throws IOException {
        Asker session = people.session("the-reader", "reader");
        assertThat(session.ask(port(), "GET", "/ingest/queue").statusCode()).isEqualTo(200);

        assertThat(session.ask(port(), "DELETE", "/destination/session").statusCode())
                .isEqualTo(204);

        for (String path : List.of("/destination/ledger", "/ingest/queue")) {
            HttpResponse<String> replayed = session.text(port(), "GET", path, "");
            assertThat(replayed.statusCode()).isEqualTo(401);
            assertThat(replayed.headers().firstValue("Set-Cookie"))
                    .hasValue("logdrive-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
        }
    }

    @Test
    void letsNoPageOfOthersChangeAnything() throws IOException {
        Asker session = people.the("session-admin");
        for (String path :
                List.of(
                        "/destination/dead-letters/1/retry",
                        "/destination/users",
                        "/ingest/dead-letters/1/retry",
                        "/ingest/process/try")) {
            assertThat(post(session, path, "Origin", "https://evil.example")).isEqualTo(403);
            assertThat(post(session, path, "Origin", "null")).isEqualTo(403);
            assertThat(post(session, path, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
            assertThat(post(session, path, "Content-Type", "text/plain")).isEqualTo(415);
            assertThat(post(session, path, "Origin", "http://127.0.0.1:" + port()))
                    .isNotIn(401, 403, 415);
        }
    }

    @Test
    void saysToBrowsersWhatTheyMayDoWithEachAnswer() throws IOException {
        for (String[] each :
                new String[][] {
                    {"basic-admin", "/destination/messages", "200"},
                    {"basic-admin", "/destination/docs", "200"},
                    {"basic-admin", "/ingest/", "200"},
                    {"basic-admin", "/ingest/queue", "200"},
                    {"basic-admin", "/ingest/nothing", "404"},
                    {"basic-admin", "/destination/messages/tail?x=y", "400"},
                    {"basic-reader", "/destination/users", "403"},
                    {"anonymous", "/destination/messages/tail", "401"}
                }) {
            HttpResponse<String> answer =
                    people.the(each[0]).text(port(), "GET", each[1], "", "Accept", "*/*");
            assertThat(answer.statusCode()).as(each[1]).isEqualTo(Integer.parseInt(each[2]));
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("frame-ancestors 'none'");
            if (answer.statusCode() != 200) {
                assertThat(answer.headers().firstValue("Content-Type"))
                        .hasValue("application/problem+json");
                assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            }
        }
        assertThat(get(people.the("basic-reader"), "/destination/users").body())
                .contains(
                        "role: expected one that may \\\"GET /destination/users\\\""
                                + " (docs/security.md), found reader");
    }

    @Test
    void leavesOpenBesideTheWarsWhatHasNoData() throws IOException {
        assertThat(RawHttp.status(RawHttp.get(port(), "/health/ready"))).isEqualTo(200);
        assertThat(RawHttp.get(port(), "/metrics")).doesNotContain("\n# TYPE", "memory");
        for (String target :
                List.of(
                        "/nothing",
                        "/metrics",
                        "/../config/domain.xml",
                        "/%2e%2e/config/domain.xml",
                        "/docroot/index.html",
                        "/destination/%zz",
                        "/destination/a%00b")) {
            String answer = RawHttp.get(port(), target);
            // Payara answers what it cannot decode with 200, and with nothing.
            assertThat(RawHttp.status(answer) >= 400 || answer.contains("Content-Length: 0"))
                    .as(target)
                    .isTrue();
            assertThat(answer).as(target).doesNotContain("6.2025", "Server:", "\tat ", "Exception");
        }
        assertThat(RawHttp.ask(port(), "GARBAGE")).doesNotContain("6.2025", "Server:", "\tat ");
    }

    private static int post(Asker asker, String path, String header, String value)
            throws IOException {
        return asker.text(port(), "POST", path, "{}", header, value).statusCode();
    }

    private static int statusWith(String cookie) throws IOException {
        return Asker.with("session", "reader", "Cookie", cookie)
                .ask(port(), "GET", "/destination/ledger")
                .statusCode();
    }

    private static HttpResponse<String> get(Asker asker) throws IOException {
        return get(asker, "/destination/ledger");
    }

    private static HttpResponse<String> get(Asker asker, String path) throws IOException {
        return asker.text(port(), "GET", path, "");
    }

    private static int port() {
        return server.httpPort();
    }
}
