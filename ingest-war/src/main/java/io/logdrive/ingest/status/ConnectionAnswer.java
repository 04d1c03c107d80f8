package io.logdrive.ingest.status;

import io.logdrive.ingest.listen.ConnectionStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An element of {@code GET /ingest/connections}.
 *
 * <p>Immutable.
 *
 * @param origin the id of the origin of its lines
 * @param peer the sender's {@code host:port}
 * @param protocol {@code lines}, {@code forward}, {@code syslog}, {@code syslog-udp}, or empty
 *     before the first bytes
 * @param since when it was opened, RFC 3339
 * @param lines lines taken from it
 * @param bytes bytes of these lines
 * @param unconfirmedBytes bytes that are not yet on disk
 */
public record ConnectionAnswer(
        String origin,
        String peer,
        String protocol,
        String since,
        long lines,
        long bytes,
        long unconfirmedBytes) {

    static ConnectionAnswer of(ConnectionStatus status) {
        return new ConnectionAnswer(
                status.id().toString(),
                status.peer(),
                status.protocol(),
                Instant.EPOCH.plus(status.sinceMicros(), ChronoUnit.MICROS).toString(),
                status.lines(),
                status.bytes(),
                status.unconfirmedBytes());
    }
}
