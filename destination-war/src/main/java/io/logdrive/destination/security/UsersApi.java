package io.logdrive.destination.security;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.UserChange;
import io.logdrive.destination.store.Users;
import io.logdrive.payara.access.Role;
import java.io.IOException;
import java.util.Set;
import java.util.StringJoiner;

/** {@code /users}: for admins. Thread-safe. */
final class UsersApi {
    static final Set<String> OF_NEW = Set.of("name", "role", "password");
    static final Set<String> OF_CHANGE = Set.of("role", "disabled", "password");

    private final Users users;
    private final UsersKnown known;
    private final PasswordCheck passwords;
    private final AccessEvents events;

    UsersApi(Users users, UsersKnown known, PasswordCheck passwords, AccessEvents events) {
        this.users = users;
        this.known = known;
        this.passwords = passwords;
        this.events = events;
    }

    /** All, by name. */
    Reply list(Call call) {
        call.requireAdmin();
        return Reply.of(
                Reply.OK,
                json -> {
                    json.writeArrayFieldStart("users");
                    for (User user : users.list()) {
                        json.writeStartObject();
                        write(json, user);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** A new one. */
    Reply add(Call call, JsonBody body) {
        call.requireAdmin();
        String name = body.text("name");
        if (!UserName.isValid(name)) {
            throw QueryProblem.of("name", UserName.EXPECTED, Parameters.quoted(name));
        }
        Role role = body.role("role");
        if (role == null) {
            throw QueryProblem.of("role", "reader or operator or admin", "none");
        }
        String password = body.text("password");
        AuditEntry entry = call.entry("user-add", name, "role=" + role.word());
        Changed changed =
                users.add(new User.Added(name, role, hash("password", name, password)), entry);
        require(changed, name);
        events.audited(entry);
        known.added();
        return one(Reply.CREATED, name);
    }

    /** What is given is changed; a new password and disabling end the user's sessions. */
    Reply change(Call call, String name, JsonBody body) {
        call.requireAdmin();
        if (body.isEmpty()) {
            throw QueryProblem.ofParameter(
                    "body", "body: expected role, disabled or password, found none of them");
        }
        Role role = body.role("role");
        Boolean disabled = body.flag("disabled");
        String password = body.has("password") ? body.text("password") : null;
        requireKnown(name);
        if (password != null && users.byName(name).filter(OpenIdAccounts::is).isPresent()) {
            throw QueryProblem.conflict(
                    "user "
                            + name
                            + ": expected one with a password, found one who logs in by the OpenID"
                            + " provider");
        }
        StringJoiner what = new StringJoiner(" ");
        if (role != null) {
            what.add("role=" + role.word());
        }
        if (disabled != null) {
            what.add("disabled=" + disabled);
        }
        if (password != null) {
            what.add("new password");
        }
        AuditEntry entry = call.entry("user-change", name, what.toString());
        UserChange change =
                new UserChange(
                        role, disabled, password == null ? null : hash("password", name, password));
        require(users.change(name, change, entry), name);
        events.audited(entry);
        return one(Reply.OK, name);
    }

    /** Gone, with its tokens and sessions. */
    Reply delete(Call call, String name) {
        call.requireAdmin();
        requireKnown(name);
        AuditEntry entry = call.entry("user-delete", name, "done");
        require(users.delete(name, entry), name);
        events.audited(entry);
        return Reply.nothing();
    }

    /**
     * What to store of a new password.
     *
     * @param member of the body that it stands in
     * @throws QueryProblem 400 when it may not be set, 429
     */
    String hash(String member, String user, String password) {
        String problem = Passwords.problem(user, password);
        if (problem != null) {
            throw QueryProblem.ofParameter(member, member + ": " + problem);
        }
        String hash = passwords.hash(password);
        if (hash == null) {
            throw QueryProblem.later(1, "too many passwords are being looked at");
        }
        return hash;
    }

    /** Throws unless it is done. */
    static void require(Changed changed, String name) {
        switch (changed) {
            case DONE -> {}
            case UNKNOWN -> throw unknown(name);
            case TAKEN ->
                    throw QueryProblem.conflict(
                            "user " + name + ": expected a new name, found one that is taken");
            case FULL ->
                    throw QueryProblem.conflict(
                            "users: expected at most " + Users.MAX + ", found as many");
            case NO_ADMIN ->
                    throw QueryProblem.conflict(
                            "user "
                                    + name
                                    + ": expected an enabled admin to be there afterwards, found"
                                    + " none");
        }
    }

    private Reply one(int status, String name) {
        User user = users.byName(name).orElseThrow(() -> unknown(name));
        return Reply.of(status, json -> write(json, user));
    }

    private static void requireKnown(String name) {
        if (!UserName.isValid(name)) {
            throw unknown(name);
        }
    }

    private static QueryProblem unknown(String name) {
        return QueryProblem.notFound(
                "user " + Parameters.quoted(name) + ": expected one with this name, found none");
    }

    private static void write(JsonGenerator json, User user) throws IOException {
        json.writeStringField("name", user.name());
        json.writeStringField("role", user.role().word());
        json.writeStringField("logIn", OpenIdAccounts.is(user) ? "openid" : "password");
        json.writeBooleanField("disabled", user.disabled());
        Reply.time(json, "created", user.created());
        Reply.time(json, "changed", user.changed());
    }
}
