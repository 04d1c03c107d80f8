package io.logdrive.destination.store;

import io.logdrive.wire.LogRecord;
import java.util.UUID;

/** A record on its way into the table {@code message}. Immutable. */
record Row(LogRecord logRecord, UUID origin, long sequence) {}
