package io.logdrive.agent.tail;

/**
 * A file that nobody reads at present.
 *
 * <p>Immutable.
 *
 * @param file how far it is acknowledged
 * @param ended whether it was read to its end; else it was not found, or no input wants it
 * @param sinceSeconds since when, of the epoch; 0: it was read until the agent ended
 */
record LeftMark(FileMark file, boolean ended, long sinceSeconds) {}
