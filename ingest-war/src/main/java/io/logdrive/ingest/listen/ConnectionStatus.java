package io.logdrive.ingest.listen;

import java.util.UUID;

/**
 * A connection as {@code GET /ingest/connections} shows it.
 *
 * <p>Immutable.
 *
 * @param id also the id of its origin
 * @param peer the sender's {@code host:port}
 * @param protocol {@code lines}, {@code forward}, {@code syslog}, {@code syslog-udp}, or empty
 *     before the first bytes
 * @param sinceMicros when it was opened, microseconds since the epoch
 * @param lines lines taken from it
 * @param bytes bytes of these lines
 * @param unconfirmedBytes bytes that are not yet on disk
 */
public record ConnectionStatus(
        UUID id,
        String peer,
        String protocol,
        long sinceMicros,
        long lines,
        long bytes,
        long unconfirmedBytes) {}
