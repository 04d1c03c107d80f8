package io.logdrive.destination.query;

/** Where is kept what the one who asks has done. Implementations are confined to one request. */
public interface Audit {
    /**
     * Enters what was done; a database that is away keeps it in the log only.
     *
     * @param what such as {@code dead-letter-retry}
     * @param target what it was done to
     * @param outcome what it came to
     */
    void enter(String what, String target, String outcome);
}
