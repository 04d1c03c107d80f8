package io.logdrive.destination.security;

import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static io.logdrive.destination.security.TestAccess.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is known by what it shows, on each database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AccessVerifierIT {
    private static final String WRONG = "canary-wrong-one";

    @RegisterExtension final TestAccess test;
    private final TestDatabase kind;

    AccessVerifierIT(TestDatabase kind) {
        this.kind = kind;
        test = new TestAccess(kind);
    }

    @Test
    void saysThatThereAreNoUsersWhateverIsShown() {
        assertThat(test.none()).isEqualTo(new Verdict.NoUsers());
        assertThat(test.basic("alice", PASSWORD)).isEqualTo(new Verdict.NoUsers());
        assertThat(test.bearer("ldt_x")).isEqualTo(new Verdict.NoUsers());
        assertThat(test.derivation.taken()).isZero();
    }

    @Test
    void learnsOfTheFirstUserWhoeverAddedIt() {
        assertThat(test.none()).isEqualTo(new Verdict.NoUsers());

        try (TestAccess other = new TestAccess(kind, test.data)) {
            other.add("alice", Role.ADMIN);
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> test.none().equals(new Verdict.Anonymous()));
    }

    @Test
    void knowsAUserByThePassword() {
        test.add("alice", Role.ADMIN);
        test.add("bob", Role.OPERATOR);

        assertThat(test.basic("bob", PASSWORD)).isEqualTo(known("bob", Role.OPERATOR, Kind.BASIC));
        assertThat(test.basic("bob", WRONG)).isEqualTo(refused("password"));
        assertThat(test.basic("carol", PASSWORD)).isEqualTo(refused("unknown-user"));
        assertThat(test.basic("Bob", PASSWORD)).isEqualTo(refused("unknown-user"));
        assertThat(test.basic("", "")).isEqualTo(refused("unknown-user"));
        assertThat(test.basic("bob", "x".repeat(2_000))).isEqualTo(refused("password"));
    }

    @Test
    void worksAsMuchForAnUnknownUserAsForAWrongPassword() {
        test.add("alice", Role.ADMIN);
        test.derivation.taken();

        test.basic("alice", WRONG);
        assertThat(test.derivation.taken()).isEqualTo(1);
        test.basic("nobody", WRONG);
        assertThat(test.derivation.taken()).isEqualTo(1);
        test.basic("no name at all", WRONG);
        assertThat(test.derivation.taken()).isEqualTo(1);
    }

    @Test
    void throttlesAUserThatThereIsNotAsOneThatThereIs() {
        test.add("alice", Role.ADMIN);
        for (int i = 0; i < 6; i++) {
            assertThat(test.basic("alice", WRONG)).isInstanceOf(Verdict.Refused.class);
            assertThat(test.basic("nobody", WRONG)).isInstanceOf(Verdict.Refused.class);
        }
        test.derivation.taken();

        assertThat(test.basic("alice", PASSWORD)).isEqualTo(new Verdict.Throttled(1));
        assertThat(test.basic("nobody", PASSWORD)).isEqualTo(new Verdict.Throttled(1));
        assertThat(test.derivation.taken()).isZero();
        assertThat(test.basic("alice", PASSWORD, THERE)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void remembersARightPasswordAndSeesAtOnceWhatChanged() {
        test.add("alice", Role.ADMIN);
        test.add("bob", Role.READER);
        test.basic("bob", PASSWORD);
        test.derivation.taken();

        assertThat(test.basic("bob", PASSWORD)).isEqualTo(known("bob", Role.READER, Kind.BASIC));
        assertThat(test.derivation.taken()).isZero();
        test.change("bob", Role.OPERATOR, null, null);
        assertThat(test.basic("bob", PASSWORD)).isEqualTo(known("bob", Role.OPERATOR, Kind.BASIC));
        assertThat(test.derivation.taken()).isZero();
        test.change("bob", null, true, null);
        assertThat(test.basic("bob", PASSWORD)).isEqualTo(refused("disabled"));
        test.change("bob", null, false, test.passwords.hash("another-password"));
        assertThat(test.basic("bob", PASSWORD)).isEqualTo(refused("password"));
        assertThat(test.basic("bob", "another-password")).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void makesAHashAnewThatCostTooLittle() {
        Passwords weak = new Passwords(test.derivation, new SecureRandom(), 1);
        test.add("alice", Role.ADMIN);
        test.change("alice", null, null, weak.hash(PASSWORD));
        long epoch = test.user("alice").epoch();

        assertThat(test.basic("alice", WRONG)).isEqualTo(refused("password"));
        assertThat(test.user("alice").password()).startsWith("pbkdf2-sha256$1$");
        assertThat(test.basic("alice", PASSWORD)).isInstanceOf(Verdict.Known.class);

        assertThat(test.user("alice").password()).startsWith("pbkdf2-sha256$10$");
        assertThat(test.user("alice").epoch()).isEqualTo(epoch);
        test.derivation.taken();
        assertThat(test.basic("alice", PASSWORD)).isInstanceOf(Verdict.Known.class);
        assertThat(test.derivation.taken()).isZero();
    }

    @Test
    void knowsATokenWithTheLesserOfItsRoleAndItsUsers() {
        test.add("alice", Role.ADMIN);
        test.add("bob", Role.OPERATOR);
        TokenText token = test.token("bob", Role.OPERATOR, "service:pay*", null);
        String name = "bob/t" + token.id();

        assertThat(test.bearer(token.whole()))
                .isEqualTo(
                        new Verdict.Known(
                                new Caller(name, Role.OPERATOR, Kind.BEARER, "service:pay*")));
        test.change("bob", Role.READER, null, null);
        assertThat(test.bearer(token.whole()))
                .isEqualTo(
                        new Verdict.Known(
                                new Caller(name, Role.READER, Kind.BEARER, "service:pay*")));
        test.change("bob", Role.ADMIN, null, null);
        assertThat(test.bearer(token.whole()))
                .isEqualTo(
                        new Verdict.Known(
                                new Caller(name, Role.OPERATOR, Kind.BEARER, "service:pay*")));
    }

    @Test
    void refusesATokenThatIsTamperedWithExpiredOrRevoked() {
        test.add("alice", Role.ADMIN);
        Instant soon = test.clock.instant().plus(Duration.ofMinutes(10));
        TokenText token = test.token("alice", Role.READER, null, soon);
        TokenText other = test.token("alice", Role.READER, null, null);
        char last = token.secret().charAt(63);
        String tampered = token.secret().substring(0, 63) + (last == '0' ? '1' : '0');

        assertThat(test.bearer(token.whole())).isInstanceOf(Verdict.Known.class);
        assertThat(test.bearer(new TokenText(token.id(), tampered).whole()))
                .isEqualTo(refused("secret"));
        assertThat(test.bearer(new TokenText(other.id(), token.secret()).whole()))
                .isEqualTo(refused("secret"));
        assertThat(test.bearer(new TokenText("0".repeat(16), token.secret()).whole()))
                .isEqualTo(refused("unknown-token"));
        assertThat(test.bearer(PASSWORD)).isEqualTo(refused("malformed"));
        test.clock.forward(Duration.ofMinutes(10));
        assertThat(test.bearer(token.whole())).isEqualTo(refused("expired"));
        test.store.access().tokens().revoke(other.id(), TestAccess.ENTRY);
        assertThat(test.bearer(other.whole())).isEqualTo(refused("revoked"));
    }

    @Test
    void refusesATokenOfAUserThatIsDisabledOrDeleted() {
        test.add("alice", Role.ADMIN);
        test.add("bob", Role.READER);
        TokenText token = test.token("bob", Role.READER, null, null);

        test.change("bob", null, true, null);
        assertThat(test.bearer(token.whole())).isEqualTo(refused("disabled"));
        test.change("bob", null, false, null);
        assertThat(test.bearer(token.whole())).isInstanceOf(Verdict.Known.class);
        test.store.access().users().delete("bob", TestAccess.ENTRY);
        test.add("bob", Role.READER);
        assertThat(test.bearer(token.whole())).isEqualTo(refused("unknown-token"));
    }

    @Test
    void knowsASessionUntilItIsIdleOrOld() {
        test.add("alice", Role.ADMIN);
        String id = test.session("alice");

        assertThat(test.bySession(id)).isEqualTo(known("alice", Role.ADMIN, Kind.SESSION));
        assertThat(test.bySession("0" + id.substring(1)).getClass())
                .isEqualTo(id.startsWith("0") ? Verdict.Known.class : Verdict.Refused.class);
        for (int hour = 0; hour < 13; hour++) {
            test.clock.forward(Duration.ofMinutes(55));
            assertThat(test.bySession(id)).isInstanceOf(Verdict.Known.class);
            test.store.access().flushUses();
        }
        test.clock.forward(Duration.ofMinutes(10));
        assertThat(test.bySession(id)).isEqualTo(refused("expired"));

        String idle = test.session("alice");
        test.clock.forward(Duration.ofMinutes(61));
        assertThat(test.bySession(idle)).isEqualTo(refused("expired"));
    }

    @Test
    void refusesASessionOfAUserWhosePasswordWasChangedOrThatWasDisabled() {
        test.add("alice", Role.ADMIN);
        test.add("bob", Role.READER);
        String first = test.session("bob");
        test.change("bob", null, null, test.passwords.hash("another-password"));
        assertThat(test.bySession(first)).isEqualTo(refused("unknown-session"));

        String second = test.session("bob");
        test.change("bob", null, true, null);
        test.change("bob", null, false, null);
        assertThat(test.bySession(second)).isEqualTo(refused("unknown-session"));
        assertThat(test.bySession(second + second)).isEqualTo(refused("unknown-session"));
    }

    @Test
    void refusesASessionThatBeganWithAPasswordThatWasBeingChanged() {
        test.add("alice", Role.ADMIN);
        var before = test.user("alice");
        test.change("alice", null, null, test.passwords.hash("another-password"));

        test.store
                .access()
                .sessions()
                .begin(
                        Secrets.hash("id"),
                        before,
                        test.clock.instant().plus(Duration.ofHours(1)),
                        TestAccess.ENTRY);

        assertThat(test.bySession("id")).isEqualTo(refused("ended"));
    }

    @Test
    void letsNobodyInWhenTheDatabaseIsAway() {
        test.add("alice", Role.ADMIN);
        test.basic("alice", PASSWORD);

        test.close();

        assertThat(test.basic("alice", PASSWORD)).isInstanceOf(Verdict.Away.class);
        assertThat(test.bearer("ldt_" + "0".repeat(16) + "_" + "0".repeat(64)))
                .isInstanceOf(Verdict.Away.class);
        assertThat(test.bySession("x")).isInstanceOf(Verdict.Away.class);
    }

    @Test
    void doesNotTakeADatabaseThatIsAwayForOneWithoutUsers() {
        test.close();

        assertThat(test.none()).isInstanceOf(Verdict.Away.class);
    }

    private static Verdict known(String name, Role role, Kind by) {
        return new Verdict.Known(new Caller(name, role, by, null));
    }

    private static Verdict refused(String reason) {
        return new Verdict.Refused(reason);
    }
}
