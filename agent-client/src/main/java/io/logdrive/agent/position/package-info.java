/**
 * Keeps in a file how far sources of lines are sent and acknowledged, so that an agent that was
 * killed goes on where it was.
 *
 * <p>Not here: what a source is, and who sends it. The invariants: no line is sent before the file
 * says, durably, that it may have been; the file says of no line that it is acknowledged before it
 * is; the file is at any moment the old one or the new one, never a part of either.
 */
@NullMarked
package io.logdrive.agent.position;

import org.jspecify.annotations.NullMarked;
