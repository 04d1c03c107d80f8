package io.logdrive.ingest.process;

import io.logdrive.wire.Level;

/**
 * Lines of glog and klog: {@code I0610 12:00:00.123456 1234 file.go:12] message}, also with the
 * year.
 *
 * <p>Confined to the forwarder's thread.
 */
final class GlogParser {
    private static final int NONE = LineBytes.NONE;

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;
    private final LogfmtParser pairs;

    GlogParser(LineBytes line, LineDraft draft, LineTimes times, LogfmtParser pairs) {
        this.line = line;
        this.draft = draft;
        this.times = times;
        this.pairs = pairs;
    }

    boolean parse(long receivedMicros) {
        int from = line.start() + 1;
        int digits = line.digits(from) - from;
        boolean read =
                switch (digits) {
                    case 4 ->
                            times.nearest(
                                    line,
                                    line.number(from, 2),
                                    line.number(from + 2, 2),
                                    from + 5,
                                    receivedMicros);
                    case 8 ->
                            times.dated(
                                    line,
                                    line.number(from, 4),
                                    line.number(from + 4, 2),
                                    line.number(from + 6, 2),
                                    from + 9);
                    default -> false;
                };
        if (!read || !line.is(from + digits, ' ') || !line.is(times.stop(), ' ')) {
            return false;
        }
        int thread = line.blanks(times.stop());
        int threadStop = line.digits(thread);
        int source = threadStop + 1;
        int sourceStop = line.name(source);
        if (threadStop == thread
                || !line.is(threadStop, ' ')
                || sourceStop == NONE
                || !line.is(sourceStop - 1, ']')) {
            return false;
        }
        draft.time(times.micros());
        draft.level(
                switch (line.at(line.start())) {
                    case 'I' -> Level.INFO;
                    case 'W' -> Level.WARN;
                    case 'E' -> Level.ERROR;
                    default -> Level.FATAL;
                });
        draft.text("thread", thread, threadStop);
        draft.text("source", source, sourceStop - 1);
        int message = line.is(sourceStop, ' ') ? sourceStop + 1 : sourceStop;
        draft.body(message, line.end());
        pairs.structured(message);
        return true;
    }
}
