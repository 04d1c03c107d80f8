package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logging in by a provider of OpenID, as a browser does. */
@ExtendWith(ProcessLogs.class)
class OpenIdIT {
    private static final String BEGIN = OpenIdSettings.BEGIN;

    private static FakeProvider provider;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        provider = FakeProvider.start();
        server = OpenIdSettings.with(provider, Server.ofBoth(OpenIdIT.class)).start();
        assertThat(get(Asker.anonymous(), BEGIN).statusCode()).as("no users yet").isEqualTo(409);
        People.of(port());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void letsInWhomTheProviderSendsBackWithTheSessionOfOthers() throws IOException {
        provider.says("preferred_username", "carol").says("groups", List.of("ops"));

        HttpResponse<String> done = login("?to=/destination/docs");

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).contains("content=\"0;url=/destination/docs\"");
        assertThat(done.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        Asker session = Asker.with("session", "operator", "Cookie", People.cookie(done));
        assertThat(get(session, "/destination/me").body())
                .contains("\"user\":\"carol\"", "\"role\":\"operator\"", "\"by\":\"session\"");
        assertThat(get(session, "/ingest/queue").statusCode()).isEqualTo(200);
        assertThat(get(session, "/destination/users").statusCode()).isEqualTo(403);
        session.ask(port(), "DELETE", "/destination/session");
        assertThat(get(session, "/ingest/queue").statusCode()).isEqualTo(401);
    }

    @Test
    void showsAPageToWhoIsNotLetIn() throws IOException {
        provider.says("preferred_username", "dave").says("groups", List.of("others"));

        HttpResponse<String> refused = login("");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValue("text/html;charset=UTF-8");
        assertThat(refused.body()).contains("have no role here", "Try again");
        assertThat(get(Asker.anonymous(), "/destination/me").body())
                .isEqualTo(
                        "{\"user\":null,\"logIn\":[\"password\",\"openid\"],\"security\":\"on\"}");
        assertThat(get(Asker.anonymous(), BEGIN + "?to=//evil.example").statusCode())
                .isEqualTo(400);
        assertThat(get(Asker.anonymous(), BEGIN + "/back").statusCode()).isEqualTo(400);
        assertThat(server.log())
                .contains("openid-refused reason=no-role")
                .doesNotContain(FakeProvider.SECRET);
    }

    private static HttpResponse<String> login(String parameters) throws IOException {
        HttpResponse<String> begun = get(Asker.anonymous(), BEGIN + parameters);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        URI location = URI.create(begun.headers().firstValue("Location").orElseThrow());
        URI back = provider.login(location);
        Asker browser = Asker.with("browser", "anybody", "Cookie", People.cookie(begun));
        return get(browser, back.getRawPath() + "?" + back.getRawQuery());
    }

    private static HttpResponse<String> get(Asker asker, String path) throws IOException {
        return asker.text(port(), "GET", path, "");
    }

    private static int port() {
        return server.httpPort();
    }
}
