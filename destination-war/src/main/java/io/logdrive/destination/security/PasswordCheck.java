package io.logdrive.destination.security;

import io.logdrive.destination.security.Throttle.Outcome;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.Users;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Whether a password is a user's: throttled, one at a time, remembered for a minute. The row is
 * read each time, so that whatever was changed counts at once.
 *
 * <p>Thread-safe.
 */
final class PasswordCheck {
    /** Who has been right here, and may only be asking for a page, is not held up by six. */
    static final int LOOKS_MAX = 64;

    private final Semaphore looks = new Semaphore(LOOKS_MAX);
    private final Users users;
    private final Passwords passwords;
    private final HashSlot slot;
    private final Throttle throttle;
    private final RememberedPasswords remembered;
    private final AccessEvents events;

    PasswordCheck(Users users, Parts parts, AccessEvents events) {
        this.users = users;
        this.passwords = parts.passwords();
        this.slot = parts.slot();
        this.throttle = parts.throttle();
        this.remembered = parts.remembered();
        this.events = events;
    }

    /**
     * Checks one.
     *
     * @throws StoreException when the database is away
     */
    Checked check(String name, String password, String address) {
        // All that can be no name share an entry: they are one way to try.
        String user = UserName.isValid(name) ? name : "";
        int blocked = throttle.blockedSeconds(user, address);
        if (blocked > 0) {
            return later(user, address, blocked);
        }
        if (throttle.wasRight(user, address) && looks.tryAcquire()) {
            try {
                User known = read(user);
                if (known != null && !known.disabled() && isRemembered(known, password, address)) {
                    return new Checked.Right(known);
                }
            } finally {
                looks.release();
            }
        }
        // Before the database is asked: a thousand at once would be a queue in front of it, in
        // which those wait, too, whose session or token is right.
        int wait = throttle.begin(user, address);
        if (wait > 0) {
            return later(user, address, wait);
        }
        Outcome outcome = Outcome.UNKNOWN;
        try {
            User found = read(user);
            Boolean right = slot.within(() -> isRight(found, password, address));
            if (right == null) {
                return later(user, address, 1);
            }
            Checked checked = checked(found, right);
            outcome = checked instanceof Checked.Right ? Outcome.RIGHT : Outcome.WRONG;
            if (checked instanceof Checked.Wrong wrong) {
                events.loginRefused(user, address, wrong.reason());
            }
            return checked;
        } finally {
            throttle.end(user, address, outcome);
        }
    }

    private @Nullable User read(String user) {
        return user.isEmpty() ? null : users.byName(user).orElse(null);
    }

    /** What to store of a new password; null when too many are being hashed. */
    @Nullable String hash(String password) {
        return slot.within(
                () -> {
                    events.hashed();
                    return passwords.hash(password);
                });
    }

    private static Checked checked(@Nullable User found, boolean right) {
        if (found == null) {
            return new Checked.Wrong("unknown-user");
        }
        if (!right) {
            return new Checked.Wrong("password");
        }
        return found.disabled() ? new Checked.Wrong("disabled") : new Checked.Right(found);
    }

    private boolean isRight(@Nullable User found, String password, String address) {
        // Those that waited behind the first one of a page need no work of their own.
        if (found != null && isRemembered(found, password, address)) {
            return true;
        }
        events.hashed();
        boolean right = passwords.matches(password, found == null ? null : found.password());
        if (right && found != null && !found.disabled()) {
            String stored = renewed(found, password);
            remembered.remember(remembered.mark(stored, password, address));
        }
        return right;
    }

    /** The hash, made anew when it was made with less work than is asked now. */
    private String renewed(User user, String password) {
        if (!passwords.isOutdated(user.password())) {
            return user.password();
        }
        try {
            events.hashed();
            String stored = passwords.hash(password);
            users.rehash(user, stored);
            return stored;
        } catch (StoreException e) {
            events.rehashFailed(user.name(), e);
            return user.password();
        }
    }

    private boolean isRemembered(User user, String password, String address) {
        return remembered.knows(remembered.mark(user.password(), password, address));
    }

    private Checked later(String user, String address, int seconds) {
        events.loginThrottled(user, address, seconds);
        return new Checked.Later(seconds);
    }

    /** What it is made of. Immutable. */
    record Parts(
            Passwords passwords,
            HashSlot slot,
            Throttle throttle,
            RememberedPasswords remembered) {}
}
