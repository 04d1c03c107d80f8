package io.logdrive.agent.generate;

/**
 * The level of a generated line. The shop itself has no {@link #TRACE} and no {@link #FATAL}.
 *
 * <p>Immutable.
 */
public enum Severity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    /** Its number among all. */
    @SuppressWarnings("EnumOrdinal") // for arrays made in the same run
    final int index = ordinal();

    /** Of a request by its answer. */
    static Severity ofStatus(int status) {
        if (status >= 500) {
            return ERROR;
        }
        return status >= 400 ? WARN : INFO;
    }

    /** An answer that has it. */
    int status() {
        return switch (this) {
            case TRACE, DEBUG, INFO -> 200;
            case WARN -> 409;
            case ERROR, FATAL -> 503;
        };
    }
}
