package io.logdrive.consumer;

/**
 * What one commit adds.
 *
 * <p>Immutable.
 *
 * @param lines how many records were accepted
 * @param text names the sequences that it covers, for {@link ConsumerContext#alreadyCommitted}; as
 *     long as there are chunks in it, some ten kilobytes at most in practice
 */
public record CommitStep(long lines, String text) {}
