/**
 * Tells over HTTP how the agent is: as a table for people, as metrics for programs.
 *
 * <p>Not here: what there is to tell, which {@code tail} and {@code send} know. The invariant: it
 * only reads, binds nothing but a loopback address, and tells neither lines nor secrets.
 */
@NullMarked
package io.logdrive.agent.status;

import org.jspecify.annotations.NullMarked;
