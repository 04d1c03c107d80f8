package io.logdrive.payara.access;

/** What the door says to a request. Immutable. */
public sealed interface Admission {
    /** It may come in, and as whom. What this one may do is another question. */
    record Entered(Caller caller) implements Admission {}

    /** It may come in where nobody has to be known. */
    record Nobody() implements Admission {}

    /** It may not come in. */
    record Turned(Refusal refusal) implements Admission {}
}
