/**
 * The agent's command line: what can be asked for, how a run looks on a terminal, what it says and
 * answers at its end.
 *
 * <p>Not here: sockets and pace ({@link io.logdrive.agent.send}), what lines say ({@link
 * io.logdrive.agent.generate}). The invariant: what is asked for is checked as a whole before
 * anything is sent, and a run that was not confirmed never ends with exit code 0.
 */
@NullMarked
package io.logdrive.agent;

import org.jspecify.annotations.NullMarked;
