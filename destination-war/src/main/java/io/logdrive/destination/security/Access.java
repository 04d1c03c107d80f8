package io.logdrive.destination.security;

import io.logdrive.destination.store.AccessTables;
import io.logdrive.payara.access.Verifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;

/** What the destination knows of people. Thread-safe. */
public final class Access {
    private final AccessVerifier verifier;
    private final UsersApi users;
    private final TokensApi tokens;
    private final SessionsApi sessions;
    private final AuditApi audit;
    private final SearchesApi searches;
    private final AccessEvents events;

    private Access(AccessVerifier verifier, Apis apis, AccessEvents events) {
        this.verifier = verifier;
        this.users = apis.users();
        this.tokens = apis.tokens();
        this.sessions = apis.sessions();
        this.audit = apis.audit();
        this.searches = apis.searches();
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
        Secrets secrets = new Secrets(random);
        UsersApi ofUsers = new UsersApi(tables.users(), users, passwords, events);
        return new Access(
                verifier,
                new Apis(
                        ofUsers,
                        new TokensApi(tables.tokens(), tables.users(), secrets, clock, events),
                        new SessionsApi(
                                tables.users(),
                                tables.sessions(),
                                new SessionsApi.Parts(users, passwords, ofUsers, secrets, clock),
                                config.sessionMax(),
                                events),
                        new AuditApi(tables.audit()),
                        new SearchesApi(tables.searches(), clock, events)),
                events);
    }

    /** Who asks, by what it shows. */
    public Verifier verifier() {
        return verifier;
    }

    /** To be done every ten seconds or so. */
    public void upkeep() {
        events.flush();
    }

    UsersApi users() {
        return users;
    }

    TokensApi tokens() {
        return tokens;
    }

    SessionsApi sessions() {
        return sessions;
    }

    AuditApi audit() {
        return audit;
    }

    SearchesApi searches() {
        return searches;
    }

    /** What the resources answer from. Immutable. */
    private record Apis(
            UsersApi users,
            TokensApi tokens,
            SessionsApi sessions,
            AuditApi audit,
            SearchesApi searches) {}
}
