package io.logdrive.destination.query;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A client of a tail that takes everything at once. Thread-safe. */
final class TakingOutlet implements TailOutlet {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public synchronized void write(byte[] some) throws IOException {
        bytes.write(some);
    }

    @Override
    public void close() {
        // It never ends by itself.
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
