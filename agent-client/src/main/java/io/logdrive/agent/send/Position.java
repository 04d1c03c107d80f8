package io.logdrive.agent.send;

import java.io.IOException;

/**
 * How far a source of lines is sent and acknowledged, kept where a restart finds it.
 *
 * <p>Thread-safe.
 */
public interface Position {
    /** Of a source that ends with the process: begins at 0 and keeps nothing. */
    Position NONE =
            new Position() {
                @Override
                public long start() {
                    return 0;
                }

                @Override
                public void attempt(long end) {}

                @Override
                public void acknowledge(long end) {}
            };

    /** The sequence to begin with: all before it are acknowledged. */
    long start();

    /**
     * Called before lines up to {@code end}, exclusive, are sent; returns when that they may have
     * been is durable.
     */
    void attempt(long end) throws IOException;

    /** All sequences before {@code end} are acknowledged; to be durable soon. */
    void acknowledge(long end);
}
