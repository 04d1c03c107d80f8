/**
 * Who may see ingest over HTTP: asks the destination, in this process or over HTTP, and remembers
 * what it said for while it is away.
 *
 * <p>Not here: users and tokens, which are the destination's, and what a caller may do (web.xml).
 * The invariant: what nobody could be asked about is refused, unless it was right a short while ago
 * or there is no destination to be asked.
 */
@NullMarked
package io.logdrive.ingest.access;

import org.jspecify.annotations.NullMarked;
