package io.logdrive.ingest.forward;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A destination that acknowledges when it is told to. */
final class RecordingSender implements BatchSender {
    final List<Batch> sent = new CopyOnWriteArrayList<>();
    private final List<Consumer<Batch>> listeners = new CopyOnWriteArrayList<>();
    volatile boolean connected = true;

    @Override
    public void send(Batch batch, Consumer<Batch> onAcknowledged) {
        listeners.add(onAcknowledged);
        sent.add(batch);
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    void acknowledge(int index) {
        listeners.get(index).accept(sent.get(index));
    }
}
