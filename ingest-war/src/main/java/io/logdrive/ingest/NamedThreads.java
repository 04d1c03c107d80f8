package io.logdrive.ingest;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the threads of a factory by their role: {@code ingest-listen-1}. Thread-safe. */
final class NamedThreads implements ThreadFactory {
    private final ThreadFactory factory;
    private final String role;
    private final AtomicInteger count = new AtomicInteger();

    NamedThreads(ThreadFactory factory, String role) {
        this.factory = factory;
        this.role = role;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = factory.newThread(task);
        thread.setName("ingest-" + role + "-" + count.incrementAndGet());
        return thread;
    }
}
