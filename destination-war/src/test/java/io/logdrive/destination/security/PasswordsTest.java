package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final String PASSWORD = "correct horse battery";
    private static final int FEW = 10;

    private final CountedDerivation derivation = new CountedDerivation();
    private final Passwords passwords = new Passwords(derivation, new SecureRandom(), FEW);

    @Test
    void derivesWhatTheStandardDoes() {
        byte[] salt = "salt".getBytes(StandardCharsets.US_ASCII);

        // RFC 7914, section 11, gives the first with another salt; these are widely published.
        assertThat(HexFormat.of().formatHex(new Pbkdf2().derive("password", salt, 1)))
                .isEqualTo("120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b");
        assertThat(HexFormat.of().formatHex(new Pbkdf2().derive("password", salt, 4_096)))
                .isEqualTo("c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a");
    }

    @Test
    void knowsThePasswordAndNoOther() {
        String stored = passwords.hash(PASSWORD);

        assertThat(passwords.matches(PASSWORD, stored)).isTrue();
        assertThat(passwords.matches(PASSWORD + " ", stored)).isFalse();
        assertThat(passwords.matches(PASSWORD.toUpperCase(Locale.ROOT), stored)).isFalse();
        assertThat(passwords.matches("", stored)).isFalse();
        assertThat(passwords.matches("-", stored)).isFalse();
    }

    @Test
    void hasAnotherSaltEachTime() {
        assertThat(passwords.hash(PASSWORD)).isNotEqualTo(passwords.hash(PASSWORD));
    }

    @Test
    void takesALetterThatIsOneCharacterOrTwoForTheSame() {
        String stored = passwords.hash("gr\u00fcne Wiesen!");

        assertThat(passwords.matches("gru\u0308ne Wiesen!", stored)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA$x", "{bcrypt}abc"})
    void worksAsMuchWhenTheHashIsNotReadable(String stored) {
        assertThat(passwords.matches(PASSWORD, stored)).isFalse();
        assertThat(derivation.iterations).containsExactly(FEW);
    }

    @Test
    void worksAsMuchForNobodyAndForWhatCanBeNoPassword() {
        String stored = passwords.hash(PASSWORD);
        derivation.taken();

        passwords.matches("wrong password", stored);
        passwords.matches("wrong password", null);
        passwords.matches("", null);
        passwords.matches("x".repeat(100_000), stored);

        assertThat(derivation.iterations).containsExactly(FEW, FEW, FEW, FEW);
    }

    @Test
    void readsHowItWasMadeFromTheTextAndSaysWhenThatIsLittle() {
        Passwords stronger = new Passwords(derivation, new SecureRandom(), 2 * FEW);
        String stored = passwords.hash(PASSWORD);
        derivation.taken();

        assertThat(stronger.matches(PASSWORD, stored)).isTrue();

        assertThat(derivation.iterations).containsExactly(FEW);
        assertThat(stronger.isOutdated(stored)).isTrue();
        assertThat(stronger.isOutdated(stronger.hash(PASSWORD))).isFalse();
        assertThat(passwords.isOutdated(stronger.hash(PASSWORD))).isFalse();
    }

    @Test
    void isStoredAsATextThatSaysHowItWasMadeAndShownWithoutIt() {
        String stored = passwords.hash(PASSWORD);
        PasswordHash read = Objects.requireNonNull(PasswordHash.of(stored));

        assertThat(stored).matches("pbkdf2-sha256\\$10\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(read).hasToString("pbkdf2-sha256 of 10 iterations");
        assertThat(read.stored()).isEqualTo(stored);
        assertThat(Passwords.ITERATIONS).isEqualTo(600_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pbkdf2-sha256$10000001$AAAAAAAAAAAAAAAAAAAAAA$%s",
                "pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA$%s",
                "pbkdf2-sha256$-1$AAAAAAAAAAAAAAAAAAAAAA$%s",
                "pbkdf2-sha512$1$AAAAAAAAAAAAAAAAAAAAAA$%s",
                "pbkdf2-sha256$1$AAAA$%s",
                "pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA$%sA",
            })
    void readsNoOtherText(String text) {
        assertThat(PasswordHash.of(text.formatted("A".repeat(43)))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice | short | expected at least 12 characters, found 5",
                "alice | '' | expected at least 12 characters, found 0",
                "a-long-name-of-a-user | A-long-name-OF-a-user | expected another one than the"
                        + " user's name, found the name",
            })
    void saysWhichPasswordsMayNotBeSet(String user, String password, String problem) {
        assertThat(Passwords.problem(user, password)).isEqualTo(problem);
    }

    @Test
    void letsLongOnesBeSetUpToABound() {
        assertThat(Passwords.problem("alice", "x".repeat(1_024))).isNull();
        assertThat(Passwords.problem("alice", "\u00fc".repeat(513)))
                .isEqualTo("expected at most 1024 bytes, found more");
        assertThat(Passwords.problem("alice", "\ud83d\ude00".repeat(11)))
                .isEqualTo("expected at least 12 characters, found 11");
    }

    @Test
    void makesOnesThatMayBeSet() {
        assertThat(Passwords.problem("alice", passwords.random())).isNull();
        assertThat(passwords.random()).hasSize(24).isNotEqualTo(passwords.random());
    }
}
