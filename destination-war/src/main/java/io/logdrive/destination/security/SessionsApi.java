package io.logdrive.destination.security;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.LoginSession;
import io.logdrive.destination.store.LoginSessions;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.UserChange;
import io.logdrive.destination.store.Users;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /session} and {@code /me}: logging in and out, and what one may. Thread-safe. */
final class SessionsApi {
    /** The cookie's name. */
    static final String COOKIE = "logdrive-session";

    static final Set<String> OF_LOGIN = Set.of("name", "password");
    static final Set<String> OF_PASSWORD = Set.of("old", "new");

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

    private final Users users;
    private final LoginSessions sessions;
    private final Parts parts;
    private final Duration sessionMax;
    private final AccessEvents events;

    SessionsApi(
            Users users,
            LoginSessions sessions,
            Parts parts,
            Duration sessionMax,
            AccessEvents events) {
        this.users = users;
        this.sessions = sessions;
        this.parts = parts;
        this.sessionMax = sessionMax;
        this.events = events;
    }

    /**
     * Logs in: always a new session, never one that the client had already.
     *
     * @param secure whether the request came encrypted
     * @param before the session that the client had, if any, which ends
     */
    Reply login(JsonBody body, String address, boolean secure, @Nullable String before) {
        String name = body.text("name");
        String password = body.text("password");
        if (!parts.known().any()) {
            throw noUsers();
        }
        Checked checked = parts.passwords().check(name, password, address);
        events.login(checked);
        User user = right(checked);
        if (before != null) {
            sessions.end(Secrets.hash(before), entry(user, address, "logout", "new log-in"));
        }
        return begin(user, address, secure, "done");
    }

    /**
     * A new session of who proved who it is.
     *
     * @param how for the audit
     */
    Reply begin(User user, String address, boolean secure, String how) {
        String id = parts.secrets().secret();
        Instant expires = parts.clock().instant().plus(sessionMax);
        AuditEntry entry = entry(user, address, "login", how);
        sessions.begin(Secrets.hash(id), user, expires, entry);
        events.audited(entry);
        return Reply.of(
                        Reply.OK,
                        json -> {
                            json.writeStringField("user", user.name());
                            json.writeStringField("role", user.role().word());
                            Reply.time(json, "expires", expires);
                        })
                .with(COOKIE + "=" + id + ATTRIBUTES + (secure ? "; Secure" : ""));
    }

    /** Logs out, whether there is such a session or not. */
    Reply logout(@Nullable String id, String address, boolean secure) {
        if (id != null) {
            String hash = Secrets.hash(id);
            LoginSession session = sessions.byHash(hash).orElse(null);
            if (session != null) {
                AuditEntry entry = entry(session.user(), address, "logout", "done");
                if (sessions.end(hash, entry) == Changed.DONE) {
                    events.audited(entry);
                }
            }
        }
        return Reply.nothing().with(noCookie(secure));
    }

    /** Who asks, and what it may; also for who showed nothing. */
    Reply me(@Nullable Caller caller) {
        boolean on = parts.known().any();
        return Reply.of(
                Reply.OK,
                json -> {
                    Reply.text(json, "user", caller == null ? null : caller.name());
                    if (caller != null) {
                        json.writeStringField("role", caller.role().word());
                        json.writeStringField("by", caller.by().name().toLowerCase(Locale.ROOT));
                        Reply.text(json, "filter", caller.filter());
                    }
                    if (caller == null) {
                        json.writeArrayFieldStart("logIn");
                        for (String way : parts.ways()) {
                            json.writeString(way);
                        }
                        json.writeEndArray();
                    }
                    json.writeStringField("security", on ? "on" : "off");
                });
    }

    /** Another password of one's own; all sessions end, this one, too. */
    Reply password(Call call, JsonBody body, boolean secure) {
        Credentials.Kind by = call.caller().by();
        if (by != Credentials.Kind.BASIC && by != Credentials.Kind.SESSION) {
            throw QueryProblem.forbidden("expected a user who logged in, found " + word(by));
        }
        String old = body.text("old");
        String password = body.text("new");
        Checked checked = parts.passwords().check(call.user(), old, call.address());
        if (checked instanceof Checked.Wrong) {
            throw QueryProblem.forbidden("old: expected the password so far, found another one");
        }
        right(checked);
        if (old.equals(password)) {
            throw QueryProblem.of("new", "another password", "the same");
        }
        AuditEntry entry = call.entry("password-change", call.user(), "done");
        UserChange change =
                new UserChange(null, null, parts.hashing().hash("new", call.user(), password));
        UsersApi.require(users.change(call.user(), change, entry), call.user());
        events.audited(entry);
        return Reply.nothing().with(noCookie(secure));
    }

    private static User right(Checked checked) {
        if (checked instanceof Checked.Later later) {
            throw QueryProblem.later(
                    later.seconds(),
                    "log-ins: expected some time between wrong ones, found too many at once;"
                            + " come again in "
                            + later.seconds()
                            + " s");
        }
        if (checked instanceof Checked.Right right) {
            return right.user();
        }
        throw QueryProblem.unauthorized(
                "name and password: expected those of a user, found others");
    }

    static QueryProblem noUsers() {
        return QueryProblem.conflict(
                "users: expected one to log in, found none: add the first with payara/user add"
                        + " NAME, or by POST /destination/users on this machine");
    }

    private static String noCookie(boolean secure) {
        return COOKIE + "=; Max-Age=0" + ATTRIBUTES + (secure ? "; Secure" : "");
    }

    private static AuditEntry entry(User user, String address, String what, String outcome) {
        return new AuditEntry(user.name(), address, what, user.name(), outcome);
    }

    private static String word(Credentials.Kind by) {
        return by == Credentials.Kind.BEARER ? "a token" : "nobody";
    }

    /**
     * What it asks.
     *
     * <p>Immutable.
     *
     * @param ways of logging in
     */
    record Parts(
            UsersKnown known,
            PasswordCheck passwords,
            UsersApi hashing,
            Secrets secrets,
            Clock clock,
            List<String> ways) {}
}
