package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTextTest {
    private final TokenText token = TokenText.random(new Secrets(new SecureRandom()));

    @Test
    void isReadBack() {
        assertThat(token.whole()).matches("ldt_[0-9a-f]{16}_[0-9a-f]{64}");
        assertThat(TokenText.of(token.whole())).isEqualTo(token);
    }

    @Test
    void isNoneWhenAnyCharacterIsMissingOrOdd() {
        String whole = token.whole();
        for (int i = 0; i < whole.length(); i++) {
            String without = whole.substring(0, i) + whole.substring(i + 1);
            String odd = whole.substring(0, i) + '!' + whole.substring(i + 1);
            assertThat(TokenText.of(without)).isNull();
            assertThat(TokenText.of(odd)).isNull();
        }
        assertThat(TokenText.of(whole + "0")).isNull();
        assertThat(TokenText.of("")).isNull();
    }

    @Test
    void showsItsIdAlone() {
        assertThat(token).hasToString("token " + token.id());
    }

    @Test
    void isKnownByItsHashAlone() {
        String hash = Secrets.hash(token.secret());

        assertThat(Secrets.matches(token.secret(), hash)).isTrue();
        assertThat(Secrets.matches(token.secret().replace('a', 'b'), hash))
                .isEqualTo(token.secret().indexOf('a') < 0);
        assertThat(Secrets.matches(token.secret(), "")).isFalse();
        assertThat(hash).hasSize(64).isNotEqualTo(token.secret());
    }

    @ParameterizedTest
    @CsvSource({
        "alice,true",
        "a.b_c-d@example.org,true",
        "0,true",
        "Alice,false",
        "local,false",
        "'',false",
        "a b,false",
        "a/b,false",
        "a:b,false",
        "-a,false",
        "\u00e4,false",
    })
    void goesWithNamesThatSeparateNothing(String name, boolean valid) {
        assertThat(UserName.isValid(name)).isEqualTo(valid);
        assertThat(UserName.shown(name)).isEqualTo(valid ? name : "(no-name)");
    }

    @Test
    void goesWithNamesOfABoundedLength() {
        assertThat(UserName.isValid("a".repeat(64))).isTrue();
        assertThat(UserName.isValid("a".repeat(65))).isFalse();
    }
}
