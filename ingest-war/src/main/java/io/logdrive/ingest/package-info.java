/**
 * Starts and stops ingest: its configuration, the order of its parts, its timers and health.
 *
 * <p>Not here: what the parts do. A line goes {@code listen → queue → process → forward}; {@code
 * status} only looks. The invariant: parts stop in the reverse of the order in which a line passes
 * them, under one deadline.
 */
@NullMarked
package io.logdrive.ingest;

import org.jspecify.annotations.NullMarked;
