package io.logdrive.destination.security;

import static org.awaitility.Awaitility.await;

import io.logdrive.destination.ShiftedClock;
import io.logdrive.destination.TestFolders;
import io.logdrive.destination.store.ApiToken;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.Store;
import io.logdrive.destination.store.StoreConfig;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.destination.store.User;
import io.logdrive.destination.store.UserChange;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Users on a real database, with hashes that cost little and are counted. A field of a test that
 * registers it is there from the test's construction on, and closed after the test.
 *
 * <p>Thread-safe.
 */
final class TestAccess implements AfterEachCallback, AutoCloseable {
    static final String PASSWORD = "canary-password";
    static final String HERE = "192.0.2.1";
    static final String THERE = "198.51.100.1";
    static final int FEW = 10;
    static final AuditEntry ENTRY = new AuditEntry("test", HERE, "test", "test", "test");

    final CountedDerivation derivation = new CountedDerivation();
    final Passwords passwords;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final ShiftedClock clock = new ShiftedClock();
    final Secrets secrets = new Secrets(new SecureRandom());
    final Path data;
    final Store store;
    final Access access;

    /** To be registered: in a folder of its own, which it removes after the test. */
    TestAccess(TestDatabase kind) {
        this(kind, FEW);
    }

    /** To be registered, as the one above, with hashes that cost more. */
    TestAccess(TestDatabase kind, int iterations) {
        this(kind, TestFolders.make(), iterations, null);
    }

    /** To be closed: over the database that belongs to {@code data}. */
    TestAccess(TestDatabase kind, Path data) {
        this(kind, data, FEW, null);
    }

    /** With a provider of log-ins whose role claim knows {@code root}, {@code ops}, {@code all}. */
    static TestAccess withProvider(TestDatabase kind, Path data, String issuer) {
        Map<String, String> keys =
                Map.of(
                        "logdrive.destination.openid.issuer",
                        issuer,
                        "logdrive.destination.openid.client-id",
                        "logdrive",
                        "logdrive.destination.openid.client-secret",
                        "canary-client-secret",
                        "logdrive.destination.openid.redirect-url",
                        "https://logs.example/destination/session/openid/back",
                        "logdrive.destination.openid.admins",
                        "root",
                        "logdrive.destination.openid.operators",
                        "ops",
                        "logdrive.destination.openid.readers",
                        "all, staff");
        ConfigurationReader reader =
                new ConfigurationReader("logdrive.destination.", Settings.ofMap(keys));
        return new TestAccess(kind, data, FEW, OpenIdConfig.from(reader));
    }

    private TestAccess(
            TestDatabase kind, Path data, int iterations, @Nullable OpenIdConfig openId) {
        this.data = data;
        this.passwords = new Passwords(derivation, new SecureRandom(), iterations);
        Map<String, String> settings = new HashMap<>(kind.settings(data));
        settings.put("logdrive.destination.store.disk-free-min", "0");
        settings.put("logdrive.destination.data", data.toString());
        this.store =
                Store.open(
                        StoreConfig.from(
                                new ConfigurationReader(
                                        "logdrive.destination.", Settings.ofMap(settings))),
                        new Store.Platform(TestAccess::thread, clock, metrics));
        // PostgreSQL's schema may be on its way.
        await().ignoreExceptions().untilAsserted(() -> store.access().users().any());
        this.access =
                Access.of(
                        new AccessConfig(Duration.ofHours(12), Duration.ofHours(1), openId),
                        store.access(),
                        new Access.Platform(TestAccess::thread, clock, metrics),
                        passwords);
    }

    /** A user whose password is {@link #PASSWORD}. */
    Changed add(String name, Role role) {
        return store.access()
                .users()
                .add(new User.Added(name, role, passwords.hash(PASSWORD)), ENTRY);
    }

    Changed change(
            String name, @Nullable Role role, @Nullable Boolean disabled, @Nullable String hash) {
        return store.access().users().change(name, new UserChange(role, disabled, hash), ENTRY);
    }

    User user(String name) {
        return store.access().users().byName(name).orElseThrow();
    }

    /** A token of a user, and what its holder has. */
    TokenText token(String owner, Role role, @Nullable String filter, @Nullable Instant expires) {
        TokenText token = TokenText.random(secrets);
        store.access()
                .tokens()
                .add(
                        new ApiToken.Added(
                                token.id(),
                                owner,
                                "t" + token.id(),
                                role,
                                filter,
                                Secrets.hash(token.secret()),
                                expires),
                        ENTRY);
        return token;
    }

    /** A session of a user. */
    String session(String name) {
        String id = secrets.secret();
        store.access()
                .sessions()
                .begin(
                        Secrets.hash(id),
                        user(name),
                        clock.instant().plus(Duration.ofHours(12)),
                        ENTRY);
        return id;
    }

    Verdict none() {
        return access.verifier().verify(Credentials.none(HERE));
    }

    Verdict basic(String name, String password) {
        return basic(name, password, HERE);
    }

    Verdict basic(String name, String password, String address) {
        return verify(Credentials.Kind.BASIC, name, password, address);
    }

    Verdict bearer(String token) {
        return verify(Credentials.Kind.BEARER, "", token, HERE);
    }

    Verdict bySession(String id) {
        return verify(Credentials.Kind.SESSION, "", id, HERE);
    }

    private Verdict verify(Credentials.Kind kind, String name, String secret, String address) {
        return access.verifier().verify(new Credentials(kind, name, secret, address));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
        TestFolders.remove(data);
    }

    /** Stops it; the second time is of no account. */
    @Override
    public void close() {
        store.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
    }
}
