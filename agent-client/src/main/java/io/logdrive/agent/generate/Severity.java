package io.logdrive.agent.generate;

/**
 * The level of a generated line, as its first bytes after the time.
 *
 * <p>Immutable.
 */
enum Severity {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** From the end of the time's value to the end of the level's. */
    final Piece text = Piece.of("\",\"level\":\"" + name());

    /** Of a request by its answer. */
    static Severity ofStatus(int status) {
        if (status >= 500) {
            return ERROR;
        }
        return status >= 400 ? WARN : INFO;
    }
}
