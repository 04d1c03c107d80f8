package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import java.util.concurrent.CountDownLatch;

/** Takes nothing until it is opened, as when the server is away. Thread-safe. */
final class GatedSink implements ChunkSink {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ChunkSink behind;

    GatedSink(ChunkSink behind) {
        this.behind = behind;
    }

    void open() {
        gate.countDown();
    }

    @Override
    public boolean put(OutgoingChunk chunk) throws InterruptedException {
        gate.await();
        return behind.put(chunk);
    }
}
