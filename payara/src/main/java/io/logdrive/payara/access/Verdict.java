package io.logdrive.payara.access;

/** What becomes of who asks. Immutable. */
public sealed interface Verdict {
    /** It is known. */
    record Known(Caller caller) implements Verdict {}

    /** It showed nothing, and there are users. */
    record Anonymous() implements Verdict {}

    /** There are no users yet: who is on this machine may all, everybody else nothing. */
    record NoUsers() implements Verdict {}

    /**
     * What it showed is wrong, expired, revoked or disabled.
     *
     * @param reason one word for our log ({@code password}, {@code unknown-user}, {@code expired}
     *     …); never for who asks
     */
    record Refused(String reason) implements Verdict {}

    /**
     * Too many wrong ones before, or too many at this moment.
     *
     * @param retryAfterSeconds at least 1
     */
    record Throttled(int retryAfterSeconds) implements Verdict {}

    /**
     * Nobody can say: the database is away.
     *
     * @param problem what is wrong
     */
    record Away(String problem) implements Verdict {}
}
