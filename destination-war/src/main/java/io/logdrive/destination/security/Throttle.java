package io.logdrive.destination.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes who tries wrong passwords wait: by user and address together, and by address alone. Never
 * by user alone: a stranger elsewhere cannot lock a user out. What it says does not depend on
 * whether there is such a user.
 *
 * <p>Thread-safe.
 */
final class Throttle {
    /** Of more the one not seen for the longest is forgotten. */
    static final int ENTRIES_MAX = 10_000;

    /** As many as a browser opens connections to one host. */
    static final int AT_ONCE_MAX = 6;

    /** So many wrong ones are slips. */
    static final int FREE_OF_USER = 5;

    static final int FREE_OF_ADDRESS = 20;
    static final int WAIT_MAX_SECONDS = 60;

    /** Failures before that do not count any more. */
    static final Duration FORGET_AFTER = Duration.ofMinutes(15);

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, Tries> byUser = bounded();

    @GuardedBy("this")
    private final Map<String, Tries> byAddress = bounded();

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    Throttle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long to wait after so many failures of which the first {@code free} are slips. */
    static int waitSeconds(int failures, int free) {
        int beyond = failures - free;
        if (beyond <= 0) {
            return 0;
        }
        return beyond > 6 ? WAIT_MAX_SECONDS : 1 << (beyond - 1);
    }

    /** How many seconds this user must still wait here; 0: it may try. */
    synchronized int blockedSeconds(String user, String address) {
        long now = nanoTime.getAsLong();
        Tries ofUser = byUser.get(key(user, address));
        if (ofUser != null) {
            ofUser.forgetOld(now);
        }
        int left = ofUser == null ? 0 : ofUser.leftSeconds(now);
        if (ofUser != null && ofUser.wasRight) {
            // Who was right from here is not held up by neighbours behind the same address.
            return left;
        }
        Tries ofAddress = byAddress.get(network(address));
        return Math.max(left, ofAddress == null ? 0 : ofAddress.leftSeconds(now));
    }

    /** Whether this user was right here lately. */
    synchronized boolean wasRight(String user, String address) {
        Tries ofUser = byUser.get(key(user, address));
        return ofUser != null && ofUser.wasRight;
    }

    /**
     * Asks for leave to try a password.
     *
     * @return 0: then {@link #end} must follow; else how many seconds to wait
     */
    synchronized int begin(String user, String address) {
        int blocked = blockedSeconds(user, address);
        if (blocked > 0) {
            // Nothing is entered: who is blocked cannot push out what is known of others.
            return blocked;
        }
        long now = nanoTime.getAsLong();
        Tries ofUser = tries(byUser, key(user, address), now);
        Tries ofAddress = tries(byAddress, network(address), now);
        if (ofUser.pending >= AT_ONCE_MAX
                || (ofAddress.pending >= AT_ONCE_MAX && !ofUser.wasRight)) {
            return 1;
        }
        ofUser.pending++;
        ofAddress.pending++;
        return 0;
    }

    /** What became of the try. */
    synchronized void end(String user, String address, Outcome outcome) {
        long now = nanoTime.getAsLong();
        Tries ofUser = tries(byUser, key(user, address), now);
        Tries ofAddress = tries(byAddress, network(address), now);
        ofUser.ended(outcome, FREE_OF_USER, now);
        ofAddress.ended(outcome == Outcome.RIGHT ? Outcome.UNKNOWN : outcome, FREE_OF_ADDRESS, now);
    }

    synchronized int entries() {
        return Math.max(byUser.size(), byAddress.size());
    }

    /** Of an IPv6 address the network: who has one has all addresses of it. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int end = 0;
        for (int group = 0; group < 4; group++) {
            int colon = address.indexOf(':', end);
            if (colon < 0 || address.startsWith("::", colon)) {
                return colon < 0 ? address : address.substring(0, colon) + "::";
            }
            end = colon + 1;
        }
        return address.substring(0, end);
    }

    private static String key(String user, String address) {
        return network(address) + ' ' + user;
    }

    private static Tries tries(Map<String, Tries> all, String key, long now) {
        Tries tries = all.computeIfAbsent(key, added -> new Tries(now));
        tries.forgetOld(now);
        return tries;
    }

    private static Map<String, Tries> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
                return size() > ENTRIES_MAX;
            }
        };
    }

    /** What became of a try. */
    enum Outcome {
        /** The password was right. */
        RIGHT,
        /** It was wrong, or there is no such user, or it is disabled. */
        WRONG,
        /** Nobody could say. */
        UNKNOWN
    }

    /** What was tried. Guarded by the throttle. */
    private static final class Tries {
        private int failures;
        private int pending;
        private boolean wasRight;
        private long lastNanos;
        private long blockedUntilNanos;

        Tries(long now) {
            this.lastNanos = now;
            this.blockedUntilNanos = now;
        }

        void forgetOld(long now) {
            if (now - lastNanos > FORGET_AFTER.toNanos()) {
                failures = 0;
                wasRight = false;
            }
        }

        int leftSeconds(long now) {
            long left = blockedUntilNanos - now;
            return left <= 0 ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(left + 999_999_999);
        }

        void ended(Outcome outcome, int free, long now) {
            pending = Math.max(0, pending - 1);
            lastNanos = now;
            if (outcome == Outcome.RIGHT) {
                failures = 0;
                wasRight = true;
                blockedUntilNanos = now;
            } else if (outcome == Outcome.WRONG) {
                failures++;
                blockedUntilNanos = now + TimeUnit.SECONDS.toNanos(waitSeconds(failures, free));
            }
        }
    }
}
