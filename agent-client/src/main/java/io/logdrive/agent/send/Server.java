package io.logdrive.agent.send;

/**
 * Where an ingest listens.
 *
 * <p>Immutable.
 */
public record Server(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
