package io.logdrive.agent.send;

/**
 * One TCP connection as it was.
 *
 * @param port our local port, which the server sees as the peer's
 * @param lines sent whole
 *     <p>Immutable.
 */
public record SessionReport(int port, long lines, SessionEnd end) {}
