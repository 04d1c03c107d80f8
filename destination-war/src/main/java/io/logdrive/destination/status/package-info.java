/**
 * How the destination is and was: its state, figures of the past, the configuration in force.
 *
 * <p>Not here: what is measured ({@code .store}, {@code .receive}), metrics for Prometheus, health.
 * The invariant: nothing here is a message, a secret or SQL, and nobody who asks makes the database
 * work.
 */
@NullMarked
package io.logdrive.destination.status;

import org.jspecify.annotations.NullMarked;
