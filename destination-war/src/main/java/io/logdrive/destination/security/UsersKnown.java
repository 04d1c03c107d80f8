package io.logdrive.destination.security;

import io.logdrive.destination.store.Users;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether there are users. Once there are, there always will be ({@link Users} keeps an admin), and
 * nobody is asked any more; while there are none, the database is asked once a second, as another
 * destination or {@code payara/user} may add the first one.
 *
 * <p>Thread-safe.
 */
final class UsersKnown {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Users users;
    private final LongSupplier nanoTime;
    private volatile boolean known;
    private volatile long askAgainNanos;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    UsersKnown(Users users, LongSupplier nanoTime) {
        this.users = users;
        this.nanoTime = nanoTime;
        this.askAgainNanos = nanoTime.getAsLong();
    }

    /**
     * Whether there is one.
     *
     * @throws io.logdrive.destination.store.StoreException when the database is away
     */
    boolean any() {
        if (known) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (askAgainNanos - now > 0) {
            return false;
        }
        boolean found = users.any();
        if (found) {
            known = true;
        } else {
            askAgainNanos = now + AGAIN_NANOS;
        }
        return found;
    }

    /** One was added by this process. */
    void added() {
        known = true;
    }
}
