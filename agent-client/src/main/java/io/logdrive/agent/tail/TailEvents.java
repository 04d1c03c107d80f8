package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What happens to files, said and counted.
 *
 * <p>Thread-safe.
 */
public final class TailEvents {
    private final Consumer<String> log;
    private final LongAdder sentEvents = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder lostBytes = new LongAdder();

    /**
     * @param log takes lines {@code event-name key=value …}
     */
    public TailEvents(Consumer<String> log) {
        this.log = log;
    }

    void begun(TailedFile file) {
        log.accept(
                "file-found path="
                        + file.path()
                        + " origin="
                        + file.origin()
                        + " from="
                        + file.read().offset());
    }

    void resumed(TailedFile file) {
        log.accept(
                "file-resumed path="
                        + file.path()
                        + " origin="
                        + file.origin()
                        + " from="
                        + file.read().offset()
                        + " sequence="
                        + file.read().sequence());
    }

    void ended(TailedFile file) {
        log.accept("file-ended path=" + file.path() + " events=" + file.read().sequence());
    }

    /** It was truncated, and what was not read of it was found elsewhere. */
    void moved(TailedFile file, Path from) {
        log.accept("file-replaced path=" + from + " rest=" + file.path());
    }

    /** It was truncated, and what was not read of it is nowhere. */
    void truncated(TailedFile file, long unreadBytes) {
        lostBytes.add(unreadBytes);
        log.accept(
                "file-truncated path="
                        + file.path()
                        + " read-bytes="
                        + file.read().offset()
                        + " unread-bytes="
                        + unreadBytes
                        + (unreadBytes > 0 ? " lost=they were in the file only" : ""));
    }

    void unreadable(Path path, IOException why) {
        log.accept("file-unreadable path=" + path + " reason=" + why + " retried=true");
    }

    void unwatched(Path folder, IOException why) {
        log.accept("folder-unwatched path=" + folder + " reason=" + why + " scanned=true");
    }

    void unsaved(IOException why) {
        log.accept("checkpoint-unsaved reason=" + why + " retried=true");
    }

    void handedOn(long events, long bytes) {
        sentEvents.add(events);
        sentBytes.add(bytes);
    }

    /** Events that were handed on to be sent. */
    public long sentEvents() {
        return sentEvents.sum();
    }

    /** Bytes of files that those events are of. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Bytes known to be cut off files before they were read. */
    public long lostBytes() {
        return lostBytes.sum();
    }
}
