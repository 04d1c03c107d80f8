/**
 * Makes log lines that look like those of a small web shop: people's requests pass a gateway, auth,
 * catalog, cart, order, payment, database and mail; now and then a part of it is in trouble for a
 * while.
 *
 * <p>Not here: where the lines go. The invariants: each line is well-formed in its format, in
 * UTF-8, with a newline at its end and none within; none is longer than was asked for; apart from
 * the time, a seed gives the same lines again; making a line leaves no garbage.
 */
@NullMarked
package io.logdrive.agent.generate;

import org.jspecify.annotations.NullMarked;
