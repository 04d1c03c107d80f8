package io.logdrive.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The users, tokens and sessions of a destination, made over its API. Confined to a test. */
final class People {
    static final String PASSWORD = "correct horse battery";
    private static final List<String> ROLES = List.of("admin", "operator", "reader");

    private final int port;
    private final List<Asker> askers = new ArrayList<>(List.of(Asker.anonymous()));

    private People(int port) {
        this.port = port;
    }

    /** A user, a token and a session of each role, and a token with a filter. */
    static People of(int destinationPort) throws IOException {
        People people = new People(destinationPort);
        Asker maker = Asker.anonymous();
        for (String role : ROLES) {
            people.post(
                    maker,
                    "/destination/users",
                    "{\"name\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}"
                            .formatted("the-" + role, role, PASSWORD),
                    201);
            // The first one is made by nobody, who from then on may not any more.
            maker = basic("the-admin", "admin");
        }
        for (String role : ROLES) {
            Asker basic = basic("the-" + role, role);
            people.askers.add(basic);
            people.askers.add(people.bearer(basic, role, null));
            people.askers.add(people.session("the-" + role, role));
        }
        people.askers.add(people.bearer(maker, "messages", "service:nobody"));
        return people;
    }

    /** Everybody there is, and anonymous. */
    List<Asker> all() {
        return askers;
    }

    /** By name: {@code basic-admin}, {@code bearer-reader}, {@code session-operator} … */
    Asker the(String name) {
        return askers.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    static Asker basic(String user, String role) {
        return basic(user, role, PASSWORD);
    }

    static Asker basic(String user, String role, String password) {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Asker.with(
                "basic-" + role,
                role,
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /** A log-in of its own. */
    Asker session(String user, String role) throws IOException {
        HttpResponse<String> answer = login(user, PASSWORD);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return Asker.with("session-" + role, role, "Cookie", cookie(answer));
    }

    /** What a log-in is answered. */
    HttpResponse<String> login(String user, String password, String... headers) throws IOException {
        return Asker.anonymous()
                .text(
                        port,
                        "POST",
                        "/destination/session",
                        "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(user, password),
                        headers);
    }

    /** The cookie that an answer sets, as it is sent back. */
    static String cookie(HttpResponse<?> answer) {
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    private Asker bearer(Asker maker, String role, @Nullable String filter) throws IOException {
        String of = filter == null ? role : "admin";
        JsonNode token =
                post(
                        maker,
                        "/destination/tokens",
                        "{\"name\":\"t-%s\",\"role\":\"%s\"%s}"
                                .formatted(
                                        role,
                                        of,
                                        filter == null ? "" : ",\"filter\":\"" + filter + "\""),
                        201);
        return Asker.with(
                "bearer-" + role, role, "Authorization", "Bearer " + token.path("token").asText());
    }

    private JsonNode post(Asker maker, String path, String body, int status) throws IOException {
        HttpResponse<String> answer = maker.text(port, "POST", path, body);
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    path
                            + ": expected status "
                            + status
                            + ", found "
                            + answer.statusCode()
                            + " "
                            + answer.body());
        }
        return Http.JSON.readTree(answer.body());
    }
}
