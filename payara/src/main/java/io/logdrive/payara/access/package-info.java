/**
 * Who asks over HTTP: what a request says of it, and what is known of that.
 *
 * <p>Not here: where users, tokens and sessions are kept ({@code destination.security}). Both WARs
 * ask a {@link io.logdrive.payara.access.Verifier}, the destination its own, ingest that of the
 * destination (decision 0098). The invariant: nobody is let in because something could not be
 * asked.
 */
@NullMarked
package io.logdrive.payara.access;

import org.jspecify.annotations.NullMarked;
