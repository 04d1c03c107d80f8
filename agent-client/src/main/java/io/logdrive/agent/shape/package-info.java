/**
 * Decides at the source what of an event leaves the machine: which events are dropped, and which
 * parts of the others are made unreadable.
 *
 * <p>Not here: where events come from and go to. The invariant: an event that is dropped keeps its
 * sequence, and the server's ledger counts it as filtered.
 */
@NullMarked
package io.logdrive.agent.shape;

import org.jspecify.annotations.NullMarked;
