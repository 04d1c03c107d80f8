package io.logdrive.ingest.archive;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;

/**
 * The message of each record and nothing else; one of several lines stays several lines.
 *
 * <p>Thread-safe.
 */
final class TextLines implements LineFormat {
    @Override
    public void head(LineBytes out) {
        // Nothing but messages.
    }

    @Override
    public void line(LineBytes out, Origin origin, long sequence, LogRecord line) {
        out.add(line.body()).add('\n');
    }
}
