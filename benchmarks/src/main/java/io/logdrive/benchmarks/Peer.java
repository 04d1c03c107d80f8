package io.logdrive.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A running program that takes lines by TCP and puts them to rest, Logdrive among them.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
interface Peer extends AutoCloseable {
    /** Sends lines that are not counted: {@code lines}, none for 0, if it has anything to warm. */
    void warmUp(long lines, int connections) throws IOException, InterruptedException, SQLException;

    /** Sends {@code lines} at once and waits until all of them are at rest. */
    Pipeline.Result send(long lines, int connections)
            throws IOException, InterruptedException, SQLException;

    /**
     * Ends it, and looks whether all that was sent is there, once and whole.
     *
     * @throws BenchmarkException when not
     */
    void end() throws IOException, InterruptedException, SQLException;

    /** Ends it, by force after a while. */
    @Override
    void close();
}
