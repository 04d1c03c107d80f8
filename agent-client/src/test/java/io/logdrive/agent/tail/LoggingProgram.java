package io.logdrive.agent.tail;

import java.util.List;

/**
 * A program that logs by a real library, whose own policies rotate its files; it remembers the very
 * text that each event became.
 *
 * <p>Thread-safe.
 */
interface LoggingProgram extends AutoCloseable {
    /** Logs it at one of the library's levels. */
    void log(Trouble trouble);

    /** The events in the order of their writing, each as it stands in a file. */
    List<String> written();

    /** The library closes its files and ends what it does in the background. */
    @Override
    void close();

    /** Begins one whose files are in the folder that {@code %s} of its configuration stands for. */
    interface Start {
        LoggingProgram in(String folder) throws Exception;
    }
}
