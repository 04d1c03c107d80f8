package io.logdrive.destination.security;

import static io.logdrive.destination.security.TestAccess.HERE;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** The API of users, tokens and sessions as a test calls it. Thread-safe. */
final class AccessCalls {
    static final String OTHER = "canary-other-password";
    static final Call LOCAL = new Call(Caller.LOCAL, "127.0.0.1");
    static final Call ALICE = call("alice", Role.ADMIN, Kind.SESSION, null);
    static final Call BOB = call("bob", Role.OPERATOR, Kind.BASIC, null);

    private final Access access;

    AccessCalls(Access access) {
        this.access = access;
    }

    Reply users(Call call, String body) throws IOException {
        return access.users().add(call, read(body, UsersApi.OF_NEW));
    }

    Reply addUser(Call call, String name, String role) throws IOException {
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

    Reply change(Call call, String name, String body) throws IOException {
        return access.users().change(call, name, read(body, UsersApi.OF_CHANGE));
    }

    Reply addToken(Call call, String body) throws IOException {
        return access.tokens().add(call, read(body, TokensApi.OF_NEW));
    }

    Reply changeToken(Call call, String id, String body) throws IOException {
        return access.tokens().change(call, id, read(body, TokensApi.OF_CHANGE));
    }

    Reply login(String name, String password, boolean secure, @Nullable String before)
            throws IOException {
        String body = "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
        return access.sessions().login(read(body, SessionsApi.OF_LOGIN), HERE, secure, before);
    }

    Reply password(Call call, String old, String password) throws IOException {
        String body = "{\"old\":\"" + old + "\",\"new\":\"" + password + "\"}";
        return access.sessions().password(call, read(body, SessionsApi.OF_PASSWORD), false);
    }

    Reply audit(Call call, Map<String, List<String>> parameters) {
        return access.audit().list(call, new Parameters(parameters, AuditApi.KNOWN));
    }

    static Call call(String name, Role role, Kind by, @Nullable String filter) {
        return new Call(new Caller(name, role, by, filter), HERE);
    }

    static String secret(String token) {
        return Objects.requireNonNull(TokenText.of(token)).secret();
    }

    static String cookie(Reply reply) {
        return Objects.requireNonNull(reply.cookie());
    }

    static String find(String pattern, Reply reply) {
        return find(pattern, Objects.requireNonNull(reply.json()));
    }

    static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    static void assertProblem(int status, String message, ThrowingCallable call) {
        QueryProblem problem = problem(call);
        assertThat(problem).hasMessage(message);
        assertThat(problem.status()).isEqualTo(status);
    }

    static QueryProblem problem(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(QueryProblem.class, call));
    }

    private static JsonBody read(String body, Set<String> known) throws IOException {
        return JsonBody.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), known);
    }
}
