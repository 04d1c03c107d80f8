package io.logdrive.agent.send;

import java.util.List;
import java.util.function.Consumer;

/**
 * Looks after acknowledged connections that are up: who has to say that he is there, and who has
 * not heard from the server for too long. A server that is only slow still says that it is there.
 *
 * <p>Confined to the thread that sends.
 */
final class Liveness {
    private static final long LOOK_NANOS_MAX = 1_000_000_000L;
    private static final int LOOKS = 8;

    private final List<AcknowledgedConnection> connections;
    private final long heartbeatNanos;
    private final long silenceNanos;
    private final long lookNanos;
    private long nextNanos;

    /** Without connections nothing is ever to be looked after. */
    Liveness(AckConfig config, List<AcknowledgedConnection> connections) {
        this.connections = connections;
        this.heartbeatNanos = config.heartbeatAfter().toNanos();
        this.lookNanos = Math.min(LOOK_NANOS_MAX, heartbeatNanos / LOOKS);
        // The look that comes after it would be too late.
        this.silenceNanos = config.silenceMax().toNanos() - lookNanos;
        this.nextNanos = connections.isEmpty() ? Long.MAX_VALUE : 0;
    }

    /** When to look next. */
    long nextNanos() {
        return nextNanos;
    }

    /**
     * Looks at all connections when it is time to.
     *
     * @param beat takes each that has a heartbeat to send
     * @param silent takes each whose server is silent for too long
     */
    void look(long elapsedNanos, Consumer<Connection> beat, Consumer<Connection> silent) {
        if (elapsedNanos < nextNanos) {
            return;
        }
        nextNanos = elapsedNanos + lookNanos;
        for (AcknowledgedConnection connection : connections) {
            if (connection.state() != Connection.State.UP) {
                continue;
            }
            if (elapsedNanos - connection.heardNanos() >= silenceNanos) {
                silent.accept(connection);
            } else if (connection.beat(elapsedNanos, heartbeatNanos)) {
                beat.accept(connection);
            }
        }
    }
}
