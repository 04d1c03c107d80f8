package io.logdrive.payara.access;

/** Knows users, tokens and sessions. Thread-safe. */
public interface Verifier {
    /** What becomes of who shows {@code credentials}; throws nothing. May take a second. */
    Verdict verify(Credentials credentials);
}
