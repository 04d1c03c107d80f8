package io.logdrive.ingest.forward;

import io.logdrive.ingest.queue.Delivery;
import java.util.List;

/**
 * What goes to the destination at once and is acknowledged as one: whole chunks.
 *
 * <p>Immutable as long as nobody writes to {@code frame}.
 *
 * @param name the Forward option {@code chunk}
 * @param frame the batch as one Forward frame
 * @param records how many records it holds
 * @param deliveries the chunks to acknowledge to the queue once it is acknowledged
 */
@SuppressWarnings("ArrayRecordComponent") // a view into a buffer, never compared
record Batch(String name, byte[] frame, int records, List<Delivery> deliveries) {}
