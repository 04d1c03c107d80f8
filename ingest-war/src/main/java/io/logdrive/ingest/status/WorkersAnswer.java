package io.logdrive.ingest.status;

import io.logdrive.ingest.workers.WorkerStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;

/**
 * The body of {@code GET /ingest/workers}.
 *
 * <p>Immutable.
 *
 * @param workers the threads that carry lines, in the order of a line's way
 */
public record WorkersAnswer(List<Worker> workers) {

    static WorkersAnswer of(List<WorkerStatus> statuses) {
        return new WorkersAnswer(statuses.stream().map(Worker::of).toList());
    }

    /**
     * One of them.
     *
     * <p>Immutable.
     *
     * @param id the name of the thread
     * @param state {@code running}, {@code waiting}, {@code held}, {@code retrying} or {@code
     *     stopped}, as it says itself
     * @param lines that it has carried since the start
     * @param linesPerSecond over the last ten seconds
     * @param updated when it said so, RFC 3339: every five seconds at least, unless it hangs
     */
    @JsonbPropertyOrder({"id", "state", "lines", "linesPerSecond", "updated"})
    public record Worker(
            String id, String state, long lines, double linesPerSecond, String updated) {

        static Worker of(WorkerStatus status) {
            return new Worker(
                    status.id(),
                    status.state(),
                    status.lines(),
                    status.linesPerSecond(),
                    Instant.ofEpochMilli(status.saidMillis()).toString());
        }
    }
}
