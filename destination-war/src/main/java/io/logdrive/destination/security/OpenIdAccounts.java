package io.logdrive.destination.security;

import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.UserChange;
import io.logdrive.destination.store.Users;
import java.util.Locale;

/**
 * The users whom the provider vouches for: made when they first log in, with the role that the
 * provider gives at each log-in. Where others have their password's hash they have who they are for
 * the provider: so nobody is another by a name that was given away anew.
 *
 * <p>Thread-safe.
 */
final class OpenIdAccounts {
    /** What stands before issuer and subject in place of a password's hash. */
    private static final String MARK = "openid$";

    private final Users users;
    private final AccessEvents events;

    OpenIdAccounts(Users users, AccessEvents events) {
        this.users = users;
        this.events = events;
    }

    /** Whether a user logs in by the provider, and has no password. */
    static boolean is(User user) {
        return user.password().startsWith(MARK);
    }

    /**
     * The user for a person, as it is now.
     *
     * @throws OpenIdRefusal when the name is another's, the user disabled or too many
     * @throws io.logdrive.destination.store.StoreException when the database is away or busy
     */
    User of(OpenIdPerson person, String issuer, String address) {
        String mark = MARK + issuer + "$" + person.subject();
        User user = users.byName(person.name()).orElse(null);
        if (user == null) {
            add(person, mark, address);
        } else if (!user.password().equals(mark)) {
            throw new OpenIdRefusal(
                    409,
                    "name-taken",
                    "Your name is taken here, by "
                            + (is(user)
                                    ? "somebody else whom the provider called so"
                                    : "a user with a password")
                            + ". Ask your admin.");
        } else if (user.disabled()) {
            throw new OpenIdRefusal(403, "disabled", "You are disabled here. Ask your admin.");
        } else if (user.role() != person.role()) {
            change(person, address);
        }
        // Whatever somebody else has done to it meanwhile.
        return users.byName(person.name())
                .filter(found -> found.password().equals(mark) && !found.disabled())
                .orElseThrow(
                        () ->
                                new OpenIdRefusal(
                                        409,
                                        "changed",
                                        "You were changed just now by somebody. Try again."));
    }

    private void add(OpenIdPerson person, String mark, String address) {
        AuditEntry entry = entry(person, address, "user-add");
        Changed changed = users.add(new User.Added(person.name(), person.role(), mark), entry);
        if (changed == Changed.DONE) {
            events.audited(entry);
        } else if (changed != Changed.TAKEN) {
            throw new OpenIdRefusal(
                    409,
                    changed.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    "There is no room here for another user. Ask your admin.");
        }
    }

    private void change(OpenIdPerson person, String address) {
        AuditEntry entry = entry(person, address, "user-change");
        Changed changed =
                users.change(person.name(), new UserChange(person.role(), null, null), entry);
        if (changed == Changed.DONE) {
            events.audited(entry);
        } else if (changed == Changed.NO_ADMIN) {
            throw new OpenIdRefusal(
                    409,
                    "last-admin",
                    "You are the last admin here, and the provider gives you another role. Let it"
                            + " make somebody else an admin first.");
        }
    }

    private static AuditEntry entry(OpenIdPerson person, String address, String what) {
        String outcome = "role=" + person.role().word() + " by=openid";
        return new AuditEntry(person.name(), address, what, person.name(), outcome);
    }
}
