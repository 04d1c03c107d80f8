package io.logdrive.ingest.access;

import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Verdict;
import io.logdrive.payara.access.Verifier;

/** Says what a test wants it to say, and counts how often it is asked. */
final class ScriptedVerifier implements Verifier {
    Verdict verdict;
    int asked;

    ScriptedVerifier(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    public Verdict verify(Credentials credentials) {
        asked++;
        return verdict;
    }
}
