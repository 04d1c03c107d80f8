/**
 * The page at the root of the server, where no WAR is: it leads to the one that people look at.
 *
 * <p>Not here: what the WARs show. The invariant: no file that is not ours is touched, and nothing
 * fails because the page cannot be written.
 */
@NullMarked
package io.logdrive.payara.start;

import org.jspecify.annotations.NullMarked;
