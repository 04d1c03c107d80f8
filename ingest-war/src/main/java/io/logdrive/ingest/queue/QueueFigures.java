package io.logdrive.ingest.queue;

/**
 * What the queue has counted since this process started, all at one moment.
 *
 * <p>Immutable.
 *
 * @param acceptedLines lines of the chunks that were taken from listeners
 * @param confirmedLines lines of those whose senders were told that they are on disk
 * @param duplicateLines lines of those that had been confirmed before and were not queued again
 * @param memoryLines lines of those that are still in memory, counted anew one by one
 * @param memoryBytes what they take, likewise
 * @param memoryChunks how many chunks these are
 */
public record QueueFigures(
        long acceptedLines,
        long confirmedLines,
        long duplicateLines,
        long memoryLines,
        long memoryBytes,
        int memoryChunks) {}
