package io.logdrive.agent.send;

/**
 * How far a run is.
 *
 * @param up connections that are up now
 * @param closing those of them on which all was sent and the server's confirmation is awaited
 * @param acknowledged lines; -1 on the plain wire
 * @param lastFailure of a connection, empty if there was none
 *     <p>Immutable.
 */
public record SendProgress(
        long elapsedNanos,
        long sent,
        int up,
        int closing,
        int connections,
        long reconnects,
        long acknowledged,
        String lastFailure) {}
