package io.logdrive.destination.security;

import io.logdrive.destination.store.AccessTables;
import io.logdrive.payara.access.Verifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;

/** What the destination knows of people. Thread-safe. */
public final class Access {
    private final AccessVerifier verifier;
    private final AccessEvents events;

    private Access(AccessVerifier verifier, AccessEvents events) {
        this.verifier = verifier;
        this.events = events;
    }

    /** Over the tables. */
    public static Access of(
            AccessConfig config, AccessTables tables, Clock clock, MeterRegistry metrics) {
        return of(config, tables, clock, metrics, Passwords.ofPlatform());
    }

    static Access of(
            AccessConfig config,
            AccessTables tables,
            Clock clock,
            MeterRegistry metrics,
            Passwords hashing) {
        SecureRandom random = new SecureRandom();
        AccessEvents events = new AccessEvents(metrics);
        UsersKnown users = new UsersKnown(tables.users(), System::nanoTime);
        PasswordCheck passwords =
                new PasswordCheck(
                        tables.users(),
                        new PasswordCheck.Parts(
                                hashing,
                                new HashSlot(HashSlot.WAIT_MAX),
                                new Throttle(System::nanoTime),
                                new RememberedPasswords(random, System::nanoTime)),
                        events);
        AccessVerifier verifier =
                new AccessVerifier(
                        users,
                        passwords,
                        new TokenCheck(tables.tokens(), clock, events),
                        new SessionCheck(tables.sessions(), config.sessionIdle(), clock, events),
                        events);
        return new Access(verifier, events);
    }

    /** Who asks, by what it shows. */
    public Verifier verifier() {
        return verifier;
    }

    /** To be done every ten seconds or so. */
    public void upkeep() {
        events.flush();
    }
}
