package io.logdrive.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import io.logdrive.payara.access.Verifier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IngestDoorTest {
    private static final Credentials ANNA = new Credentials(Kind.BASIC, "anna", "pw", "10.0.0.7");
    private static final Verdict KNOWN =
            new Verdict.Known(new Caller("anna", Role.READER, Kind.BASIC, null));
    private static final Verdict NONE_HERE =
            new Verdict.Away("destination: expected in this process, found none");

    private @Nullable Verifier local;

    @Test
    void takesItThatThereAreNoUsersWhereNobodyIsToBeAsked() {
        assertThat(verifier(false, null).verify(ANNA)).isEqualTo(new Verdict.NoUsers());
    }

    @Test
    void asksTheDestinationOfThisProcessAsSoonAsItIsThere() {
        Verifier verifier = verifier(false, null);
        verifier.verify(ANNA);
        local = new ScriptedVerifier(KNOWN);

        assertThat(verifier.verify(ANNA)).isEqualTo(KNOWN);
    }

    @Test
    void opensNothingWhenTheDestinationOfThisProcessIsGoneAgain() {
        Verifier verifier = verifier(false, null);
        local = new ScriptedVerifier(new Verdict.Refused("password"));
        verifier.verify(ANNA);
        local = null;

        assertThat(verifier.verify(ANNA)).isEqualTo(NONE_HERE);
    }

    @Test
    void letsNobodyInBeforeADestinationThatIsSureToCome() {
        assertThat(verifier(true, null).verify(ANNA)).isEqualTo(NONE_HERE);
    }

    @Test
    void hearsAtOnceFromTheDestinationOfThisProcessThatSomebodyLoggedOut() {
        Verifier verifier = verifier(false, null);
        ScriptedVerifier destination = new ScriptedVerifier(KNOWN);
        local = destination;
        verifier.verify(ANNA);
        destination.verdict = new Verdict.Refused("over");

        assertThat(verifier.verify(ANNA)).isEqualTo(new Verdict.Refused("over"));
    }

    @Test
    void asksTheDestinationElsewhereUnlessThereIsOneInThisProcess() {
        ScriptedVerifier elsewhere = new ScriptedVerifier(KNOWN);
        Verifier verifier = verifier(false, elsewhere);
        assertThat(verifier.verify(ANNA)).isEqualTo(KNOWN);
        local = new ScriptedVerifier(new Verdict.Refused("here"));

        assertThat(verifier.verify(ANNA)).isEqualTo(new Verdict.Refused("here"));
        assertThat(elsewhere.asked).isEqualTo(1);
    }

    private Verifier verifier(boolean inProcess, @Nullable Verifier remote) {
        return IngestDoor.verifier(
                new AccessConfig(false, null, inProcess, Duration.ofMinutes(10)),
                () -> local,
                remote,
                () -> 0);
    }
}
