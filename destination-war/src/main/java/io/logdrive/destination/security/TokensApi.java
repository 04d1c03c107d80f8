package io.logdrive.destination.security;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryParser;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.ApiToken;
import io.logdrive.destination.store.ApiTokens;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.Users;
import io.logdrive.payara.access.Role;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /tokens}: an admin has all before it, others their own. Thread-safe. */
final class TokensApi {
    static final Set<String> OF_NEW = Set.of("name", "user", "role", "filter", "expires");
    static final Set<String> OF_CHANGE = Set.of("expires");
    static final int FILTER_CHARS_MAX = 2_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final ApiTokens tokens;
    private final Users users;
    private final Secrets secrets;
    private final Clock clock;
    private final AccessEvents events;

    TokensApi(ApiTokens tokens, Users users, Secrets secrets, Clock clock, AccessEvents events) {
        this.tokens = tokens;
        this.users = users;
        this.secrets = secrets;
        this.clock = clock;
        this.events = events;
    }

    /** The oldest first. */
    Reply list(Call call) {
        call.requireUnfiltered();
        return Reply.of(
                Reply.OK,
                json -> {
                    json.writeArrayFieldStart("tokens");
                    for (ApiToken token : tokens.list(call.isAdmin() ? null : call.user())) {
                        json.writeStartObject();
                        write(json, token);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** A new one, whose text is in this answer and nowhere else. */
    Reply add(Call call, JsonBody body) {
        call.requireUnfiltered();
        if (call.isByToken() && !call.isAdmin()) {
            throw QueryProblem.forbidden(
                    "expected a password or a session: a token makes no tokens, found a token");
        }
        String name = body.text("name");
        if (!NAME.matcher(name).matches()) {
            throw QueryProblem.of(
                    "name",
                    "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', a letter or digit first",
                    Parameters.quoted(name));
        }
        User owner = owner(call, body);
        Role asked = body.role("role");
        Role role = asked == null ? Role.READER : asked;
        if (!owner.role().includes(role)) {
            throw QueryProblem.of(
                    "role",
                    "at most " + owner.role().word() + ", that of " + owner.name(),
                    role.word());
        }
        String filter = filter(body);
        Instant expires = expires(body);
        TokenText text = TokenText.random(secrets);
        AuditEntry entry =
                call.entry(
                        "token-add",
                        target(owner.name(), name, text.id()),
                        outcome(role, filter, expires));
        Changed changed =
                tokens.add(
                        new ApiToken.Added(
                                text.id(),
                                owner.name(),
                                name,
                                role,
                                filter,
                                Secrets.hash(text.secret()),
                                expires),
                        entry);
        require(changed, owner.name(), name);
        events.audited(entry);
        ApiToken stored = tokens.byId(text.id()).orElseThrow(() -> unknown(text.id()));
        return Reply.of(
                Reply.CREATED,
                json -> {
                    json.writeStringField("token", text.whole());
                    write(json, stored);
                });
    }

    /** Another expiry. */
    Reply change(Call call, String id, JsonBody body) {
        ApiToken token = own(call, id);
        if (!body.has("expires")) {
            throw QueryProblem.of("expires", "a time or null", "none");
        }
        if (call.isByToken() && !call.isAdmin()) {
            throw QueryProblem.forbidden(
                    "expected a password or a session: a token changes no tokens, found a token");
        }
        Instant expires = expires(body);
        AuditEntry entry =
                call.entry(
                        "token-change",
                        target(token.owner(), token.name(), id),
                        "expires=" + (expires == null ? "never" : expires));
        if (tokens.expire(id, expires, entry) != Changed.DONE) {
            throw unknown(id);
        }
        events.audited(entry);
        ApiToken stored = tokens.byId(id).orElseThrow(() -> unknown(id));
        return Reply.of(Reply.OK, json -> write(json, stored));
    }

    /** Ends it for good. */
    Reply revoke(Call call, String id) {
        ApiToken token = own(call, id);
        AuditEntry entry =
                call.entry("token-revoke", target(token.owner(), token.name(), id), "done");
        if (tokens.revoke(id, entry) != Changed.DONE) {
            throw unknown(id);
        }
        events.audited(entry);
        return Reply.nothing();
    }

    /** One that there is and that the caller may see; else there is none. */
    private ApiToken own(Call call, String id) {
        call.requireUnfiltered();
        ApiToken token = id.matches("[0-9a-f]{16}") ? tokens.byId(id).orElse(null) : null;
        if (token == null
                || token.revoked() != null
                || !(call.isAdmin() || token.owner().equals(call.user()))) {
            throw unknown(id);
        }
        return token;
    }

    private User owner(Call call, JsonBody body) {
        String asked = body.textOrNull("user");
        String name = asked == null ? call.user() : asked;
        if (!name.equals(call.user()) && !call.isAdmin()) {
            throw QueryProblem.forbidden(
                    "user: expected " + call.user() + ", found another one and not the role admin");
        }
        User owner = UserName.isValid(name) ? users.byName(name).orElse(null) : null;
        if (owner == null) {
            throw QueryProblem.of("user", "the name of a user", Parameters.quoted(name));
        }
        return owner;
    }

    private static @Nullable String filter(JsonBody body) {
        String filter = body.textOrNull("filter");
        if (filter == null) {
            return null;
        }
        if (filter.isBlank()) {
            throw QueryProblem.of("filter", "a query, or null for all messages", "an empty one");
        }
        if (filter.length() > FILTER_CHARS_MAX) {
            throw QueryProblem.of(
                    "filter",
                    "at most " + FILTER_CHARS_MAX + " characters",
                    Integer.toString(filter.length()));
        }
        try {
            QueryParser.parse(filter);
        } catch (QueryProblem e) {
            throw QueryProblem.ofParameter("filter", "filter: " + e.getMessage());
        }
        return filter;
    }

    private @Nullable Instant expires(JsonBody body) {
        String text = body.textOrNull("expires");
        if (text == null) {
            return null;
        }
        try {
            Instant expires = OffsetDateTime.parse(text).toInstant();
            if (expires.isAfter(clock.instant())
                    && expires.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return expires;
            }
        } catch (DateTimeParseException e) {
            // No time: refused below in the same words as one that has passed.
        }
        throw QueryProblem.of(
                "expires",
                "a time to come as 2027-01-31T12:00:00Z, or null for never",
                Parameters.quoted(text));
    }

    private static String outcome(Role role, @Nullable String filter, @Nullable Instant expires) {
        return "role="
                + role.word()
                + " expires="
                + (expires == null ? "never" : expires)
                + (filter == null ? "" : " filter=" + filter);
    }

    private static String target(String owner, String name, String id) {
        return owner + "/" + name + " " + id;
    }

    private static void require(Changed changed, String owner, String name) {
        switch (changed) {
            case DONE -> {}
            case TAKEN ->
                    throw QueryProblem.conflict(
                            "token "
                                    + name
                                    + ": expected a new name, found one in force of "
                                    + owner);
            case FULL ->
                    throw QueryProblem.conflict(
                            "tokens of "
                                    + owner
                                    + ": expected at most "
                                    + ApiTokens.MAX_OF_USER
                                    + " in force, found as many");
            default -> throw QueryProblem.of("user", "the name of a user", "one that was deleted");
        }
    }

    private static QueryProblem unknown(String id) {
        return QueryProblem.notFound(
                "token " + Parameters.quoted(id) + ": expected one with this id, found none");
    }

    private static void write(JsonGenerator json, ApiToken token) throws IOException {
        json.writeStringField("id", token.id());
        json.writeStringField("name", token.name());
        json.writeStringField("user", token.owner());
        json.writeStringField("role", token.role().word());
        Reply.text(json, "filter", token.filter());
        Reply.time(json, "created", token.created());
        Reply.time(json, "expires", token.expires());
        Reply.time(json, "lastUsed", token.lastUsed());
        Reply.time(json, "revoked", token.revoked());
    }
}
