package io.logdrive.agent.send;

import java.io.IOException;

/** Who is told how the way to the server is. Called by its threads. Thread-safe. */
public interface UplinkEvents {
    /** A session with that server began. */
    void connected(Server server);

    /** An attempt failed or a session was lost; chunks that are not acknowledged are kept. */
    void lost(Server server, IOException why, int unacknowledged);
}
