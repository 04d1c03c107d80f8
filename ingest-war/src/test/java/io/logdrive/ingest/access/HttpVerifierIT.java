package io.logdrive.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import io.logdrive.tls.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP, from a destination that is scripted. */
class HttpVerifierIT {
    private static final String FROM = "10.0.0.7";

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpVerifier verifier;
    private volatile int status = 200;
    private volatile String body = "{}";
    private final long nanos = 7;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/destination/me", this::answer);
        server.start();
        verifier = verifier(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void showsWhatItWasShown() {
        known("anna", "\"operator\"", "null");

        assertThat(ask(Kind.BASIC, "anna", "p:ä")).isEqualTo(knownAs("anna", Kind.BASIC));
        assertThat(ask(Kind.BEARER, "", "ldt_1_x")).isEqualTo(knownAs("anna", Kind.BEARER));
        assertThat(ask(Kind.SESSION, "", "abc")).isEqualTo(knownAs("anna", Kind.SESSION));

        assertThat(seen)
                .containsExactly(
                        "Basic YW5uYTpwOsOk null",
                        "Bearer ldt_1_x null",
                        "null logdrive-session=abc");
    }

    @Test
    void takesTheFilterOfATokenWithIt() {
        known("anna/ci", "\"reader\"", "\"service:a\"");

        assertThat(ask(Kind.BEARER, "", "x"))
                .isEqualTo(
                        new Verdict.Known(
                                new Caller("anna/ci", Role.READER, Kind.BEARER, "service:a")));
    }

    @Test
    void hearsThatThereAreNoUsers() {
        body = "{\"user\":\"local\",\"role\":\"admin\",\"security\":\"off\"}";
        assertThat(ask(Kind.NONE, "", "")).isEqualTo(new Verdict.NoUsers());

        status = 403;
        body = "{\"status\":403,\"reason\":\"no-users\",\"detail\":\"x\"}";
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(new Verdict.NoUsers());
    }

    @Test
    void tellsNobodyFromWhoIsRefused() {
        body = "{\"user\":null,\"security\":\"on\"}";
        assertThat(ask(Kind.NONE, "", "")).isEqualTo(new Verdict.Anonymous());
        assertThat(ask(Kind.SESSION, "", "old")).isEqualTo(new Verdict.Refused("destination"));

        status = 401;
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(new Verdict.Refused("destination"));
    }

    @Test
    void takesNothingElseForAnAnswer() {
        for (String strange :
                new String[] {"", "{", "[]", "{\"users\":\"x\"}", "{\"a\":{\"user\":\"x\"}}"}) {
            body = strange;
            assertThat(ask(Kind.BASIC, "a", "b"))
                    .as(strange)
                    .isEqualTo(away("an answer without a user"));
        }
        known("anna", "\"root\"", "null");
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(away("an unknown role"));
        status = 302;
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(away("status 302"));
        status = 503;
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(away("status 503"));
        status = 403;
        body = "{\"detail\":\"connection: expected HTTPS\"}";
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(away("403 connection: expected HTTPS"));
        status = 429;
        assertThat(ask(Kind.BASIC, "a", "b")).isEqualTo(new Verdict.Throttled(9));
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(verifier(free).verify(Credentials.none(FROM)))
                .isEqualTo(away("ConnectException"));
    }

    @Test
    void givesUpAfterThreeSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(verifier(silent.getLocalPort()).verify(Credentials.none(FROM)))
                    .isEqualTo(away("HttpTimeoutException"));
        }
    }

    @Test
    void asksNoMoreForAnAddressThatGuesses() {
        status = 401;
        for (int i = 0; i < 10; i++) {
            assertThat(ask(Kind.BASIC, "anna", "guess" + i)).isInstanceOf(Verdict.Refused.class);
        }

        assertThat(ask(Kind.BASIC, "anna", "guess")).isEqualTo(new Verdict.Throttled(61));
        assertThat(seen).hasSize(10);
        assertThat(verifier.verify(new Credentials(Kind.BASIC, "anna", "x", "10.0.0.8")))
                .isInstanceOf(Verdict.Refused.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        seen.add(
                exchange.getRequestHeaders().getFirst("Authorization")
                        + " "
                        + exchange.getRequestHeaders().getFirst("Cookie"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .putAll(Map.of("Retry-After", List.of("9"), "Location", List.of("/elsewhere")));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void known(String user, String role, String filter) {
        body =
                "{\"user\":\""
                        + user
                        + "\",\"role\":"
                        + role
                        + ",\"filter\":"
                        + filter
                        + ",\"security\":\"on\",\"more\":{\"user\":null}}";
    }

    private Verdict ask(Kind kind, String name, String secret) {
        return verifier.verify(new Credentials(kind, name, secret, FROM));
    }

    private static Verdict knownAs(String name, Kind by) {
        return new Verdict.Known(new Caller(name, Role.OPERATOR, by, null));
    }

    private static Verdict away(String found) {
        return new Verdict.Away("destination: expected to say who asks, found " + found);
    }

    private HttpVerifier verifier(int port) {
        return new HttpVerifier(
                URI.create("http://127.0.0.1:" + port + "/destination"),
                new TlsMaterial(List.of(), List.of(), null),
                executor,
                () -> nanos);
    }
}
