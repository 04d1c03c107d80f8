package io.logdrive.payara.letters;

import io.logdrive.payara.access.ShownText;

/**
 * What is to be done with those dead letters that are meant.
 *
 * <p>Immutable.
 *
 * @param choice which are meant
 * @param isRetry whether they are sent or stored again; else they are given up
 */
public record LetterTask(LetterChoice choice, boolean isRetry) {
    /**
     * One log line for all of them.
     *
     * @param where where those that are done are now, as {@code data=queued}; empty: nowhere
     * @param failure why it ended before its time, else empty
     */
    public String line(LettersChanged changed, String where, String failure) {
        StringBuilder line =
                new StringBuilder(isRetry ? "dead-letters-retried " : "dead-letters-deleted ")
                        .append(choice)
                        .append(' ')
                        .append(changed);
        if (!where.isEmpty()) {
            line.append(' ').append(where);
        }
        if (!changed.reasons().isEmpty()) {
            line.append(" reason=").append(ShownText.of(changed.reasons().get(0)));
        }
        if (!failure.isEmpty()) {
            line.append(" failure=").append(failure);
        }
        return line.toString();
    }
}
