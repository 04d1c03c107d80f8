/**
 * Sends lines over plain TCP at a given rate and says what the server confirmed.
 *
 * <p>Not here: what the lines say ({@link io.logdrive.agent.send.LineSource} is the port), the
 * command line, the terminal. The invariants: a line is counted as sent when its last byte was
 * handed to the operating system, and as confirmed only when the server closed the connection after
 * our half-close; a line handed over whole is never sent again, a line cut by a lost connection is
 * sent again whole; nothing here grows with the backlog of a slow or absent server.
 */
@NullMarked
package io.logdrive.agent.send;

import org.jspecify.annotations.NullMarked;
