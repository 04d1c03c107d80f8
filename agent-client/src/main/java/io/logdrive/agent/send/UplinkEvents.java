package io.logdrive.agent.send;

import java.io.IOException;

/** Who is told how the way to the server is. Called by its threads. Thread-safe. */
public interface UplinkEvents {
    /** A session with that server began. */
    void connected(Server server);

    /** An attempt failed or a session was lost; chunks that are not acknowledged are kept. */
    void lost(Server server, IOException why, int unacknowledged);

    /** The session was ended for another configuration; chunks that are unacknowledged are kept. */
    default void reconfigured(int unacknowledged) {}

    /** Files of TLS were renewed and are wrong; those before are used. Told once each. */
    default void tlsFilesKept(String problem) {}

    /**
     * The server ended the session each time that it got this chunk alone. It is kept and sent
     * again, and what is behind it waits.
     *
     * @param bytes of the chunk's frame
     * @param times in a row; told with the fifth, and whenever they have doubled since
     */
    default void chunkRefused(Server server, String name, int bytes, int times) {}
}
