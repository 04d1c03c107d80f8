package io.logdrive.ingest.listen;

/**
 * The socket for syslog over UDP as {@code GET /ingest/queue} shows it.
 *
 * <p>Immutable.
 *
 * @param address where it is bound
 * @param receiveBuffer bytes that the kernel keeps for it
 * @param kernelDrops datagrams that the kernel threw away because they were full; -1 when it does
 *     not say
 */
public record SyslogUdpStatus(String address, int receiveBuffer, long kernelDrops) {}
