package io.logdrive.destination.store;

import io.logdrive.wire.EncodedRecord;
import java.util.UUID;

/** A record on its way into the table {@code message}. Immutable. */
record Row(EncodedRecord logRecord, UUID origin, long sequence) {}
