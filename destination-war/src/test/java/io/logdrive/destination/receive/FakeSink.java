package io.logdrive.destination.receive;

import io.logdrive.destination.store.Batch;
import io.logdrive.destination.store.BatchSink;
import io.logdrive.destination.store.Offered;
import java.util.ArrayList;
import java.util.List;

/** A store that takes {@code room} batches and commits when told. Thread-safe. */
final class FakeSink implements BatchSink {
    private final List<Batch> batches = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private int room;
    private boolean closed;

    FakeSink(int room) {
        this.room = room;
    }

    @Override
    public synchronized Offered offer(Batch batch) {
        if (closed) {
            return Offered.CLOSED;
        }
        batches.add(batch);
        room--;
        return room <= 0 ? Offered.ACCEPTED_FULL : Offered.ACCEPTED;
    }

    @Override
    public synchronized boolean isFull() {
        return room <= 0 && !closed;
    }

    @Override
    public synchronized void whenRoom(Runnable listener) {
        listeners.add(listener);
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** Makes room without telling anybody. */
    synchronized void room(int more) {
        room = more;
    }

    /** Makes room and says so. */
    void makeRoom(int more) {
        room(more);
        List<Runnable> told;
        synchronized (this) {
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    synchronized void close() {
        closed = true;
    }

    /** Acknowledges the batches that came since the last time, in order, and forgets them. */
    void commitNew() {
        List<Batch> fresh;
        synchronized (this) {
            fresh = List.copyOf(batches);
            batches.clear();
        }
        fresh.forEach(batch -> batch.acknowledgement().run());
    }

    /** Acknowledges all batches so far, in order. */
    void commit() {
        batches().forEach(batch -> batch.acknowledgement().run());
    }
}
