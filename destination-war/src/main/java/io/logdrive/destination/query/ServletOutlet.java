package io.logdrive.destination.query;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A tail's answer, written by the servlet container without waiting.
 *
 * <p>Thread-safe: what writes is called under the client's lock.
 */
final class ServletOutlet implements TailOutlet, WriteListener, AsyncListener {
    private final AsyncContext context;
    private final ServletOutputStream out;
    private volatile @Nullable TailClient client;
    private volatile boolean open;

    ServletOutlet(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    /** From now on the container may call. */
    void start(TailClient owner) {
        client = owner;
        context.addListener(this);
        out.setWriteListener(this);
    }

    @Override
    public boolean isReady() {
        return open && out.isReady();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        if (out.isReady()) {
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has ended it already.
            open = false;
        }
        open = false;
    }

    @Override
    public void onWritePossible() throws IOException {
        boolean first = !open;
        open = true;
        TailClient owner = client;
        if (owner == null) {
            return;
        }
        if (first) {
            // The client shall see the headers at once.
            owner.beat(0);
        }
        owner.pump();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never started twice.
    }

    private void end() {
        open = false;
        TailClient owner = client;
        if (owner != null) {
            owner.close();
        }
    }
}
