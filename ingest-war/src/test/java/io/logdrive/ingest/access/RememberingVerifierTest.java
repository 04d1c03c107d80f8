package io.logdrive.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RememberingVerifierTest {
    private static final Credentials ANNA =
            new Credentials(Kind.BASIC, "anna", "secret", "10.0.0.7");
    private static final Credentials NOBODY = Credentials.none("10.0.0.7");
    private static final Verdict KNOWN =
            new Verdict.Known(new Caller("anna", Role.READER, Kind.BASIC, null));
    private static final Verdict REFUSED = new Verdict.Refused("password");
    private static final Verdict AWAY = new Verdict.Away("gone");

    private final ScriptedVerifier asked = new ScriptedVerifier(KNOWN);
    private long nanos = -5;
    private final RememberingVerifier verifier =
            new RememberingVerifier(
                    asked, Duration.ofSeconds(10), Duration.ofMinutes(10), () -> nanos);

    @Test
    void asksOnceInTenSeconds() {
        verifier.verify(ANNA);
        passSeconds(9);
        assertThat(verifier.verify(ANNA)).isEqualTo(KNOWN);
        assertThat(asked.asked).isEqualTo(1);

        passSeconds(1);
        asked.verdict = REFUSED;

        assertThat(verifier.verify(ANNA)).isEqualTo(REFUSED);
        assertThat(asked.asked).isEqualTo(2);
    }

    @Test
    void countsWhatWasRightForAWhileWhileNobodyCanBeAsked() {
        verifier.verify(ANNA);
        asked.verdict = AWAY;

        passSeconds(599);
        assertThat(verifier.verify(ANNA)).isEqualTo(KNOWN);
        passSeconds(1);
        assertThat(verifier.verify(ANNA)).isEqualTo(AWAY);
    }

    @Test
    void letsNobodyInWhoWasNotInBefore() {
        verifier.verify(ANNA);
        asked.verdict = AWAY;
        passSeconds(10);

        assertThat(verifier.verify(new Credentials(Kind.BASIC, "anna", "guess", "10.0.0.7")))
                .isEqualTo(AWAY);
        assertThat(verifier.verify(new Credentials(Kind.BASIC, "annas", "ecret", "10.0.0.7")))
                .isEqualTo(AWAY);
        assertThat(verifier.verify(new Credentials(Kind.BEARER, "anna", "secret", "10.0.0.7")))
                .isEqualTo(AWAY);
    }

    @Test
    void forgetsWhoIsRefused() {
        verifier.verify(ANNA);
        passSeconds(10);
        asked.verdict = REFUSED;
        verifier.verify(ANNA);
        asked.verdict = AWAY;

        assertThat(verifier.verify(ANNA)).isEqualTo(AWAY);
    }

    @Test
    void remembersNothingThatIsWrong() {
        asked.verdict = REFUSED;
        verifier.verify(ANNA);
        asked.verdict = KNOWN;

        assertThat(verifier.verify(ANNA)).isEqualTo(KNOWN);
    }

    @Test
    void remembersWhetherThereAreUsers() {
        asked.verdict = new Verdict.Anonymous();
        verifier.verify(NOBODY);
        asked.verdict = AWAY;
        passSeconds(20);

        assertThat(verifier.verify(NOBODY)).isEqualTo(new Verdict.Anonymous());
        assertThat(verifier.verify(ANNA)).isEqualTo(AWAY);
    }

    @ParameterizedTest
    @CsvSource({"1000,true", "1001,false"})
    void boundsWhatItRemembers(int others, boolean remembered) {
        verifier.verify(ANNA);
        for (int i = 1; i < others; i++) {
            verifier.verify(new Credentials(Kind.BEARER, "", "token" + i, "10.0.0.7"));
        }
        asked.verdict = AWAY;

        assertThat(verifier.verify(ANNA).equals(KNOWN)).isEqualTo(remembered);
    }

    @Test
    void asksEachTimeWhereThatIsSaid() {
        RememberingVerifier always =
                new RememberingVerifier(asked, Duration.ZERO, Duration.ofMinutes(1), () -> nanos);
        always.verify(ANNA);
        always.verify(ANNA);

        assertThat(asked.asked).isEqualTo(2);
        asked.verdict = AWAY;
        assertThat(always.verify(ANNA)).isEqualTo(KNOWN);
    }

    private void passSeconds(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
