package io.logdrive.ingest.forward;

import java.util.function.Consumer;

/** Where closed batches go; the destination behind it acknowledges each when it is stored. */
interface BatchSender {
    /**
     * Takes a batch without waiting and sends it as often as needed. {@code onAcknowledged} runs
     * once, on a thread of the sender, when the destination has acknowledged the batch.
     */
    void send(Batch batch, Consumer<Batch> onAcknowledged);

    /** Whether the destination is connected at the moment. */
    boolean isConnected();
}
