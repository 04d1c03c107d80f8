package io.logdrive.agent;

import io.logdrive.agent.send.SendProgress;

/** Shows how far a run is. Confined to the main thread. */
interface ProgressDisplay extends AutoCloseable {
    /** How often it wants to be updated. */
    long periodNanos();

    void update(SendProgress progress);

    /** Shows the run as it is at its end. */
    void end(SendProgress progress);

    @Override
    void close();
}
