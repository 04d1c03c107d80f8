package io.logdrive.destination.receive;

import io.logdrive.destination.store.BatchSink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are not read because the store is full. Thread-safe. */
final class PausedConnections {
    private final BatchSink sink;
    private final Set<ConnectionHandler> paused = ConcurrentHashMap.newKeySet();

    PausedConnections(BatchSink sink) {
        this.sink = sink;
        sink.whenRoom(this::resumeAll);
    }

    void add(ConnectionHandler connection) {
        paused.add(connection);
        // The room may have come between the refusal and this.
        if (!sink.isFull() && paused.remove(connection)) {
            connection.resume();
        }
    }

    void remove(ConnectionHandler connection) {
        paused.remove(connection);
    }

    int count() {
        return paused.size();
    }

    private void resumeAll() {
        for (ConnectionHandler connection : List.copyOf(paused)) {
            if (paused.remove(connection)) {
                connection.resume();
            }
        }
    }
}
