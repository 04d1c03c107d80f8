/**
 * The destination as a whole: its configuration, start and stop, health, metrics, start page.
 *
 * <p>Not here: receiving ({@code .receive}), storing ({@code .store}), answering ({@code .query}).
 * The invariant: either everything configured is open and bound, or nothing is and the process
 * ends.
 */
@NullMarked
package io.logdrive.destination;

import org.jspecify.annotations.NullMarked;
