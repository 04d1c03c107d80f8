package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.access.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Users and what belongs to them, on each database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UsersIT {
    private static final String HASH = "canary-hash";
    private static final String AUDIT = "SELECT who, address, what, target, outcome FROM audit";

    @TempDir Path data;
    private final TestDatabase kind;
    private TestStore test;
    private Users users;
    private ApiTokens tokens;
    private LoginSessions sessions;

    UsersIT(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        test = new TestStore(kind, data);
        users = test.store.access().users();
        // PostgreSQL's schema may be on its way.
        await().ignoreExceptions().until(() -> !users.any());
        tokens = test.store.access().tokens();
        sessions = test.store.access().sessions();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void addsOneOnceWithItsAuditEntry() throws Exception {
        assertThat(users.any()).isFalse();

        assertThat(add("alice", Role.ADMIN)).isEqualTo(Changed.DONE);
        assertThat(add("alice", Role.READER)).isEqualTo(Changed.TAKEN);

        User alice = users.byName("alice").orElseThrow();
        assertThat(alice.role()).isEqualTo(Role.ADMIN);
        assertThat(alice.password()).isEqualTo(HASH);
        assertThat(alice.disabled()).isFalse();
        assertThat(alice.created()).isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(users.any()).isTrue();
        assertThat(users.byName("bob")).isEmpty();
        assertThat(users.byName("ALICE")).isEmpty();
        assertThat(test.rows(AUDIT)).containsExactly("me|here|user-add|alice|done");
    }

    @Test
    void letsNobodyButAnAdminBeTheFirst() throws Exception {
        assertThat(add("alice", Role.OPERATOR)).isEqualTo(Changed.NO_ADMIN);
        assertThat(users.any()).isFalse();
        assertThat(test.rows(AUDIT)).isEmpty();

        add("alice", Role.ADMIN);
        assertThat(add("bob", Role.READER)).isEqualTo(Changed.DONE);
        assertThat(users.list()).extracting(User::name).containsExactly("alice", "bob");
    }

    @Test
    void keepsTheLastEnabledAdmin() throws Exception {
        add("alice", Role.ADMIN);
        add("bob", Role.READER);
        add("carol", Role.ADMIN);
        assertThat(change("carol", null, true)).isEqualTo(Changed.DONE);

        assertThat(change("alice", Role.OPERATOR, null)).isEqualTo(Changed.NO_ADMIN);
        assertThat(change("alice", null, true)).isEqualTo(Changed.NO_ADMIN);
        assertThat(delete("alice")).isEqualTo(Changed.NO_ADMIN);
        assertThat(change("alice", Role.ADMIN, false)).isEqualTo(Changed.DONE);
        assertThat(test.rows(AUDIT)).hasSize(5);

        assertThat(change("carol", null, false)).isEqualTo(Changed.DONE);
        assertThat(delete("alice")).isEqualTo(Changed.DONE);
        assertThat(delete("alice")).isEqualTo(Changed.UNKNOWN);
        assertThat(change("alice", Role.ADMIN, null)).isEqualTo(Changed.UNKNOWN);
        assertThat(delete("carol")).isEqualTo(Changed.NO_ADMIN);
    }

    @Test
    void keepsOneOfTwoAdminsThatAreDeletedAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            add("alice", Role.ADMIN);
            add("bob", Role.ADMIN);
            CyclicBarrier both = new CyclicBarrier(2);

            CompletableFuture<Changed> first =
                    CompletableFuture.supplyAsync(() -> deleteAfter("alice", both));
            CompletableFuture<Changed> second =
                    CompletableFuture.supplyAsync(() -> deleteAfter("bob", both));

            assertThat(List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(Changed.DONE, Changed.NO_ADMIN);
            assertThat(users.list()).hasSize(1);
        }
    }

    @Test
    void addsANameOnceThoughTwoDoAtOnce() throws Exception {
        add("alice", Role.ADMIN);
        for (int round = 0; round < 10; round++) {
            String name = "u" + round;
            CyclicBarrier both = new CyclicBarrier(2);
            CompletableFuture<Changed> first =
                    CompletableFuture.supplyAsync(() -> addAfter(name, both));
            CompletableFuture<Changed> second =
                    CompletableFuture.supplyAsync(() -> addAfter(name, both));

            assertThat(List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(Changed.DONE, Changed.TAKEN);
        }
    }

    @Test
    void endsSessionsWithANewPasswordAndDisablingButNotWithANewRole() {
        add("alice", Role.ADMIN);
        add("bob", Role.READER);
        begin("bob", "one");

        change("bob", Role.OPERATOR, null);
        assertThat(sessions.byHash("one"))
                .hasValueSatisfying(s -> assertThat(s.isOver()).isFalse());
        users.change("bob", new UserChange(null, null, "new"), entry("user-change", "bob"));
        assertThat(sessions.byHash("one")).isEmpty();
        begin("bob", "two");
        change("bob", null, true);
        assertThat(sessions.byHash("two")).isEmpty();
        assertThat(users.byName("bob").orElseThrow().password()).isEqualTo("new");
    }

    @Test
    void deletesTokensAndSessionsWithTheUserAndGivesTheirIdToNobody() throws Exception {
        add("alice", Role.ADMIN);
        add("bob", Role.READER);
        addToken("bob", "t1", "one");
        begin("bob", "one");
        long id = users.byName("bob").orElseThrow().id();

        delete("bob");
        add("bob", Role.READER);

        assertThat(test.rows("SELECT id FROM api_token")).isEmpty();
        assertThat(test.rows("SELECT hash FROM login_session")).isEmpty();
        assertThat(users.byName("bob").orElseThrow().id()).isGreaterThan(id);
    }

    @Test
    void keepsABoundedNumberOfTokensAndSessionsOfAUser() throws Exception {
        add("alice", Role.ADMIN);
        for (int i = 0; i < ApiTokens.MAX_OF_USER; i++) {
            assertThat(addToken("alice", "t" + i, "n" + i)).isEqualTo(Changed.DONE);
        }
        assertThat(addToken("alice", "more", "more")).isEqualTo(Changed.FULL);
        assertThat(tokens.revoke("t7", entry("token-revoke", "t7"))).isEqualTo(Changed.DONE);
        assertThat(addToken("alice", "more", "n8")).isEqualTo(Changed.TAKEN);
        assertThat(addToken("alice", "more", "n7")).isEqualTo(Changed.DONE);
        assertThat(addToken("bob", "t", "n")).isEqualTo(Changed.UNKNOWN);

        for (int i = 0; i < LoginSessions.MAX_OF_USER + 5; i++) {
            begin("alice", "s" + i);
        }
        assertThat(test.rows("SELECT COUNT(*) FROM login_session"))
                .containsExactly(Integer.toString(LoginSessions.MAX_OF_USER));
        assertThat(sessions.byHash("s4")).isEmpty();
        assertThat(sessions.byHash("s5")).isPresent();
    }

    @Test
    void showsATokenWithAllThatIsKnownOfIt() {
        add("alice", Role.ADMIN);
        Instant expires = Instant.parse("2030-01-02T03:04:05.123456Z");
        tokens.add(
                new ApiToken.Added(
                        "t1", "alice", "ci", Role.OPERATOR, "level:error", HASH, expires),
                entry("token-add", "t1"));

        ApiToken token = tokens.byId("t1").orElseThrow();
        assertThat(token.owner()).isEqualTo("alice");
        assertThat(token.name()).isEqualTo("ci");
        assertThat(token.role()).isEqualTo(Role.OPERATOR);
        assertThat(token.filter()).isEqualTo("level:error");
        assertThat(token.expires()).isEqualTo(expires);
        assertThat(token.lastUsed()).isNull();
        assertThat(token.revoked()).isNull();
        assertThat(tokens.list("alice")).containsExactly(token);
        assertThat(tokens.list("bob")).isEmpty();
        assertThat(tokens.list(null)).hasSize(1);

        tokens.used(token);
        test.store.access().flushUses();
        assertThat(tokens.expire("t1", null, entry("token-change", "t1"))).isEqualTo(Changed.DONE);
        ApiToken used = tokens.byId("t1").orElseThrow();
        assertThat(used.lastUsed()).isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(used.expires()).isNull();
        tokens.used(used);
        test.store.access().flushUses();
        assertThat(tokens.byId("t1").orElseThrow().lastUsed()).isEqualTo(used.lastUsed());
        assertThat(tokens.revoke("t1", entry("token-revoke", "t1"))).isEqualTo(Changed.DONE);
        assertThat(tokens.revoke("t1", entry("token-revoke", "t1"))).isEqualTo(Changed.UNKNOWN);
        assertThat(tokens.byId("t1").orElseThrow().revoked()).isNotNull();
    }

    @Test
    void sweepsWhatNobodyCanUseAnyMore() throws Exception {
        add("alice", Role.ADMIN);
        begin("alice", "one");
        sessions.begin(
                "two",
                users.byName("alice").orElseThrow(),
                Instant.now().minusSeconds(1),
                entry("login", "alice"));
        addToken("alice", "kept", "kept");
        Instant longAgo = Instant.now().minus(Duration.ofDays(AccessSweep.KEPT_DAYS + 1));
        tokens.add(
                new ApiToken.Added("old", "alice", "old", Role.READER, null, HASH, longAgo),
                entry("token-add", "old"));

        // The hour may have been swept already when the upkeep began.
        new AccessTables(test.database, Clock.systemUTC()).sweep().step();

        assertThat(test.rows("SELECT hash FROM login_session")).containsExactly("one");
        assertThat(test.rows("SELECT id FROM api_token")).containsExactly("kept");
        assertThat(test.rows(AUDIT)).hasSize(5);
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(AccessSweep.AUDIT_DAYS + 1));
        new AccessTables(test.database, later).sweep().step();
        assertThat(test.rows(AUDIT)).isEmpty();
        assertThat(users.any()).isTrue();
    }

    @Test
    void listsTheAuditFromTheLatestOn() {
        add("alice", Role.ADMIN);
        AuditTrail audit = test.store.access().audit();
        for (int i = 0; i < 5; i++) {
            audit.enter(entry("test", "n" + i));
        }

        List<AuditTrail.Line> first = audit.list(Long.MAX_VALUE, 2);
        List<AuditTrail.Line> rest = audit.list(first.get(1).id(), 100);

        assertThat(first).extracting(line -> line.entry().target()).containsExactly("n4", "n3");
        assertThat(rest)
                .extracting(line -> line.entry().target())
                .containsExactly("n2", "n1", "n0", "alice");
        audit.enter(new AuditEntry("x".repeat(300), "a\0b", "w", "t", "o"));
        AuditEntry cut = audit.list(Long.MAX_VALUE, 1).get(0).entry();
        assertThat(cut.who()).hasSize(200).endsWith("x…");
        assertThat(cut.address()).isEqualTo("a?b");
    }

    @Test
    void entersNothingOfAChangeThatFailed() throws Exception {
        add("alice", Role.ADMIN);
        add("bob", Role.READER);
        begin("bob", "one");
        test.execute("DROP TABLE api_token");

        assertThatThrownBy(() -> delete("bob")).isInstanceOf(StoreException.Away.class);

        assertThat(users.byName("bob")).isPresent();
        assertThat(sessions.byHash("one")).isPresent();
        assertThat(test.rows(AUDIT)).hasSize(3);
    }

    @Test
    void showsNoSecret() {
        add("alice", Role.ADMIN);
        addToken("alice", "t1", "one");
        begin("alice", HASH);

        assertThat(users.byName("alice")).asString().doesNotContain(HASH);
        assertThat(tokens.byId("t1")).asString().doesNotContain(HASH);
        assertThat(sessions.byHash(HASH)).asString().doesNotContain(HASH);
        assertThat(new UserChange(null, null, HASH)).asString().doesNotContain(HASH);
        assertThat(new User.Added("a", Role.READER, HASH)).asString().doesNotContain(HASH);
        assertThat(new ApiToken.Added("i", "a", "n", Role.READER, null, HASH, null))
                .asString()
                .doesNotContain(HASH);
    }

    private Changed add(String name, Role role) {
        return users.add(new User.Added(name, role, HASH), entry("user-add", name));
    }

    private Changed addAfter(String name, CyclicBarrier both) {
        pass(both);
        return add(name, Role.READER);
    }

    private Changed change(String name, @Nullable Role role, @Nullable Boolean disabled) {
        return users.change(name, new UserChange(role, disabled, null), entry("user-change", name));
    }

    private Changed delete(String name) {
        return users.delete(name, entry("user-delete", name));
    }

    private Changed deleteAfter(String name, CyclicBarrier both) {
        pass(both);
        return delete(name);
    }

    private Changed addToken(String owner, String id, String name) {
        return tokens.add(
                new ApiToken.Added(id, owner, name, Role.READER, null, HASH, null),
                entry("token-add", id));
    }

    private void begin(String name, String hash) {
        sessions.begin(
                hash,
                users.byName(name).orElseThrow(),
                Instant.now().plusSeconds(3_600),
                entry("login", name));
    }

    private static AuditEntry entry(String what, String target) {
        return new AuditEntry("me", "here", what, target, "done");
    }

    private static void pass(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
