package io.logdrive.destination.store;

/**
 * Which of the filtered messages that have a number in a field.
 *
 * <p>Immutable.
 *
 * @param field whose first value is looked at
 * @param ascending the least first
 * @param limit at most so many; so many are in memory
 */
public record RankRequest(Subject field, boolean ascending, int limit) {}
