package io.logdrive.payara.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what a test wants it to say, by what is shown, and remembers what it was asked. */
final class ScriptedVerifier implements Verifier {
    final List<Credentials> asked = new ArrayList<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private Verdict ofNothing = new Verdict.Anonymous();
    private Verdict ofOthers = new Verdict.Refused("password");

    /** For whoever shows nothing. */
    ScriptedVerifier nothing(Verdict verdict) {
        ofNothing = verdict;
        return this;
    }

    /** For whoever shows anything else. */
    ScriptedVerifier others(Verdict verdict) {
        ofOthers = verdict;
        return this;
    }

    /** For everybody. */
    ScriptedVerifier always(Verdict verdict) {
        return nothing(verdict).others(verdict);
    }

    ScriptedVerifier knows(String secret, Caller caller) {
        verdicts.put(secret, new Verdict.Known(caller));
        return this;
    }

    @Override
    public Verdict verify(Credentials credentials) {
        asked.add(credentials);
        return credentials.kind() == Credentials.Kind.NONE
                ? ofNothing
                : verdicts.getOrDefault(credentials.secret(), ofOthers);
    }
}
