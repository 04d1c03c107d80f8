/**
 * Sends lines at a given rate, over plain TCP or acknowledged, and says what the server has.
 *
 * <p>Not here: what the lines say ({@link io.logdrive.agent.send.LineSource} is the port), where a
 * position is kept ({@link io.logdrive.agent.send.Position} is), the command line, the terminal.
 * The invariants: nothing here grows with the backlog of a slow or absent server. On the plain wire
 * a line is counted as sent when its last byte was handed to the operating system, and as confirmed
 * only when the server closed the connection after our half-close; a line handed over whole is
 * never sent again, a line cut by a lost connection is sent again whole. On the acknowledged wire a
 * line belongs to one chunk, whose bytes are sent again in each session until its name comes back.
 *
 * <p>{@link io.logdrive.agent.send.Uplink} is the way of chunks that others make: over TLS and with
 * a shared key where that is configured (decision 0089), and to other servers without a loss when
 * it is reconfigured. What it cannot trust it sends nothing to, and a secret is in no message of
 * its.
 */
@NullMarked
package io.logdrive.agent.send;

import org.jspecify.annotations.NullMarked;
