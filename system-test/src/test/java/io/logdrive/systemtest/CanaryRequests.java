package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Users, tokens and sessions that are canaries, shown to a {@link CanarySite} rightly and wrongly;
 * all that is answered is looked through. Confined to the thread of the test.
 */
final class CanaryRequests {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Canaries canaries;
    private final int port;
    private final String password;
    private Asker admin = Asker.anonymous();
    private Asker token = Asker.anonymous();

    CanaryRequests(CanarySite site) {
        this.canaries = site.canaries();
        this.port = site.httpPort();
        this.password = canaries.add("a user's password");
    }

    /** A user, its token and its session, each used once. */
    void makeThePeople() throws IOException {
        String first = canaries.add("a user's first password");
        ask(admin, "POST", "/destination/users", user("alice", "admin", first), 201);
        admin = People.basic("alice", "admin", first);
        String change = "{\"old\":\"%s\",\"new\":\"%s\"}".formatted(first, password);
        ask(admin, "POST", "/destination/me/password", change, 204);
        admin = People.basic("alice", "admin", password);
        String text = shown(admin, "/destination/tokens", "{\"name\":\"t\"}", 201).body();
        String made = Http.JSON.readTree(text).path("token").asText();
        canaries.add("a token", made.substring(made.lastIndexOf('_') + 1));
        token = bearer(made);
        HttpResponse<String> login =
                shown(
                        Asker.anonymous(),
                        "/destination/session",
                        "{\"name\":\"alice\",\"password\":\"" + password + "\"}",
                        200);
        String cookie = People.cookie(login);
        canaries.add("a session", cookie.substring(cookie.indexOf('=') + 1));
        canaries.look("answer to a log-in", login.body());
        Asker session = Asker.with("session", "admin", "Cookie", cookie);
        for (Asker each : List.of(admin, token, session)) {
            ask(each, "GET", "/destination/messages", "", 200);
            ask(each, "GET", "/ingest/queue", "", 200);
        }
        ask(session, "DELETE", "/destination/session", "", 204);
        ask(session, "GET", "/ingest/queue", "", 401);
    }

    /** Also what goes there and comes back with a browser is a secret, each once. */
    void showAProviderTheClientSecretThatItRefuses(FakeProvider provider) throws IOException {
        String begin = "/destination/session/openid";
        HttpResponse<String> begun = Asker.anonymous().text(port, "GET", begin, "");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        URI back = provider.login(URI.create(begun.headers().firstValue("Location").orElseThrow()));
        String cookie = People.cookie(begun);
        canaries.add("a cookie of OpenID", cookie.substring(cookie.indexOf('=') + 1));
        String query = back.getRawQuery();
        int state = query.indexOf("&state=");
        canaries.add("a code of OpenID", query.substring("code=".length(), state));
        canaries.add("a state of OpenID", query.substring(state + "&state=".length()));
        Asker browser = header("Cookie", cookie);
        ask(browser, "GET", begin + "/back?" + query, "", 403);
        ask(browser, "GET", begin + "/back?" + query, "", 400);
        ask(Asker.anonymous(), "GET", begin + "/back?" + query, "", 400);
    }

    void awaitLine(String text) {
        await(text)
                .atMost(SOON)
                .until(
                        () ->
                                token.text(port, "GET", "/destination/messages?since=all", "")
                                        .body()
                                        .contains(text));
    }

    /** Wrong secrets, and right ones in wrong places. */
    void showAllThatIsWrong() throws IOException {
        String wrong = canaries.add("what is shown wrongly");
        String encoded = Base64.getEncoder().encodeToString(wrong.getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("/destination/ledger", "/ingest/queue")) {
            for (Asker each :
                    List.of(
                            People.basic("alice", "x", wrong),
                            // A password where the name belongs.
                            People.basic(wrong, "x", wrong),
                            bearer(wrong),
                            bearer("ldt_0123456789abcdef_" + wrong),
                            cookie(wrong))) {
                ask(each, "GET", path, "", 401);
            }
            for (String value :
                    List.of(
                            "Basic " + wrong,
                            "Basic " + encoded,
                            "Bearer " + wrong + " " + wrong,
                            "Bearer " + wrong.repeat(60))) {
                ask(header("Authorization", value), "GET", path, "", 400);
            }
            ask(header("Authorization", "Digest " + wrong), "GET", path, "", 401);
            ask(cookie(wrong + "!"), "GET", path, "", 400);
            String[] two = {"Cookie", "logdrive-session=" + wrong};
            ask(admin, "GET", path, "", 400, two);
            ask(admin, "GET", path, "", 403, "X-Forwarded-For", "10.0.0.7");
        }
        ask(token, "GET", "/destination/messages?access_token=" + wrong, "", 400);
        ask(token, "GET", "/ingest/nothing?access_token=" + wrong, "", 403);
        for (String body :
                List.of(
                        "{\"name\":\"bob\",\"role\":\"reader\",\"passwort\":\"" + wrong + "\"}",
                        "{\"name\":\"bob\",\"role\":\"reader\",\"password\":[\"" + wrong + "\"]}",
                        "{\"name\":\"bob\",\"role\":\"reader\",\"password\":\"" + wrong,
                        "{\"name\":\"alice\",\"role\":\"" + wrong + wrong,
                        "\"" + wrong + "\"",
                        user("bob", "reader", wrong.repeat(1_000)))) {
            String answer = admin.text(port, "POST", "/destination/users", body).body();
            assertThat(answer).contains("\"title\"");
            canaries.look("answer to a wrong body", answer);
        }
        ask(admin, "POST", "/destination/users", user("alice", "reader", wrong), 409);
        for (String each : List.of("alice", "nobody", wrong)) {
            String body = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(each, wrong);
            ask(Asker.anonymous(), "POST", "/destination/session", body, 401);
        }
    }

    /** To one that asks the destination over HTTP. */
    void showToAnotherIngest(int ingest) throws IOException {
        String path = "/ingest/connections";
        await("the other ingest asks")
                .atMost(SOON)
                .until(() -> token.text(ingest, "GET", path, "").statusCode() == 200);
        String wrong = canaries.add("what is shown wrongly to another ingest");
        for (Asker each :
                List.of(
                        People.basic("alice", "x", wrong),
                        People.basic(wrong, "x", wrong),
                        bearer(wrong),
                        cookie(wrong))) {
            canaries.look("answer of another ingest", whole(each.text(ingest, "GET", path, "")));
        }
    }

    void askAnotherIngestWhileTheDestinationIsAway(int ingest) throws IOException {
        String wrong = canaries.add("what is shown while the destination is away");
        for (Asker each : List.of(token, admin, bearer(wrong), cookie(wrong))) {
            String path = "/ingest/connections";
            canaries.look("answer of another ingest", whole(each.text(ingest, "GET", path, "")));
        }
    }

    /** All there is to read. */
    void readEverything() throws IOException {
        List<String> paths = new AccessMatrix().reads();
        assertThat(paths).contains("/ingest/config", "/ingest/metrics", "/destination/metrics");
        for (String path : paths) {
            for (Asker each : List.of(admin, token, Asker.anonymous())) {
                canaries.look(path, whole(each.text(port, "GET", path, "")));
            }
        }
        for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics", "/")) {
            canaries.look(path, whole(Asker.anonymous().text(port, "GET", path, "")));
        }
        assertThat(admin.text(port, "GET", "/ingest/config", "").body())
                .contains("logdrive.ingest.listen.shared-key");
    }

    /** The one answer that may show a secret. */
    private HttpResponse<String> shown(Asker asker, String path, String body, int status)
            throws IOException {
        HttpResponse<String> answer = asker.text(port, "POST", path, body);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        return answer;
    }

    private void ask(
            Asker asker, String method, String path, String body, int status, String... headers)
            throws IOException {
        HttpResponse<String> answer = asker.text(port, method, path, body, headers);
        // Who was wrong too often is told to wait, whatever else there is to say.
        assertThat(answer.statusCode())
                .as(method + " " + path + " by " + asker.name() + ": " + answer.body())
                .isIn(status, status == 401 ? 429 : status);
        canaries.look("answer to " + method + " " + path.replaceFirst("\\?.*", ""), whole(answer));
    }

    private static String whole(HttpResponse<String> answer) {
        return answer.headers().map() + "\n" + answer.body();
    }

    private static String user(String name, String role, String password) {
        return "{\"name\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}"
                .formatted(name, role, password);
    }

    private static Asker bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    private static Asker cookie(String id) {
        return header("Cookie", "logdrive-session=" + id);
    }

    private static Asker header(String name, String value) {
        return Asker.with(name, "x", name, value);
    }
}
