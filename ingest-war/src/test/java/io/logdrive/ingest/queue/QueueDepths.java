package io.logdrive.ingest.queue;

/** Lets other packages' tests change a depth. */
public final class QueueDepths {
    private QueueDepths() {}

    public static void enqueue(QueueDepth depth, Chunk chunk) {
        depth.addEnqueued(chunk);
    }
}
