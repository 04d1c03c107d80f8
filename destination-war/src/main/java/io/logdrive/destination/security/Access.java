package io.logdrive.destination.security;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.AccessTables;
import io.logdrive.payara.access.Verifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the destination knows of people. Thread-safe. */
public final class Access {
    private static final Duration OPENID_WAIT_MAX = Duration.ofSeconds(10);

    private final AccessVerifier verifier;
    private final UsersApi users;
    private final TokensApi tokens;
    private final SessionsApi sessions;
    private final AuditApi audit;
    private final SearchesApi searches;
    private final @Nullable OpenIdLogins openId;
    private final AccessEvents events;

    private Access(AccessVerifier verifier, Apis apis, AccessEvents events) {
        this.verifier = verifier;
        this.users = apis.users();
        this.tokens = apis.tokens();
        this.sessions = apis.sessions();
        this.audit = apis.audit();
        this.searches = apis.searches();
        this.openId = apis.openId();
        this.events = events;
    }

    /** Over the tables. */
    public static Access of(AccessConfig config, AccessTables tables, Platform platform) {
        return of(config, tables, platform, Passwords.ofPlatform());
    }

    static Access of(
            AccessConfig config, AccessTables tables, Platform platform, Passwords hashing) {
        Clock clock = platform.clock();
        SecureRandom random = new SecureRandom();
        AccessEvents events = new AccessEvents(platform.metrics());
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
        OpenIdConfig openId = config.openId();
        List<String> ways = openId == null ? List.of("password") : List.of("password", "openid");
        SessionsApi sessions =
                new SessionsApi(
                        tables.users(),
                        tables.sessions(),
                        new SessionsApi.Parts(users, passwords, ofUsers, secrets, clock, ways),
                        config.sessionMax(),
                        events);
        OpenIdLogins logins = null;
        if (openId != null) {
            OpenIdHttp http =
                    new OpenIdHttp(openId.trust(), executor(platform.threads()), OPENID_WAIT_MAX);
            logins =
                    new OpenIdLogins(
                            new OpenIdLogins.Parts(
                                    openId,
                                    new OpenIdProvider(openId, http, System::nanoTime),
                                    new OpenIdTickets(random, clock),
                                    new OpenIdAccounts(tables.users(), events),
                                    sessions,
                                    users),
                            events);
        }
        return new Access(
                verifier,
                new Apis(
                        ofUsers,
                        new TokensApi(tables.tokens(), tables.users(), secrets, clock, events),
                        sessions,
                        new AuditApi(tables.audit(), events),
                        new SearchesApi(tables.searches(), clock, events),
                        logins),
                events);
    }

    /** One thread, while there is something to ask the provider. */
    private static Executor executor(ThreadFactory threads) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        30,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = threads.newThread(task);
                            thread.setName("destination-openid-1");
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
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

    /**
     * Logging in by the provider.
     *
     * @throws QueryProblem 404 when there is none
     */
    OpenIdLogins openId() {
        if (openId == null) {
            throw QueryProblem.notFound(
                    "openid: expected a provider (logdrive.destination.openid.issuer), found"
                            + " none");
        }
        return openId;
    }

    AuditApi audit() {
        return audit;
    }

    SearchesApi searches() {
        return searches;
    }

    /**
     * What it runs on.
     *
     * <p>Immutable.
     *
     * @param threads makes its thread
     */
    public record Platform(ThreadFactory threads, Clock clock, MeterRegistry metrics) {}

    /** What the resources answer from. Immutable. */
    private record Apis(
            UsersApi users,
            TokensApi tokens,
            SessionsApi sessions,
            AuditApi audit,
            SearchesApi searches,
            @Nullable OpenIdLogins openId) {}
}
