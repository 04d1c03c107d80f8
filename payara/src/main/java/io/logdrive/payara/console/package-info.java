/**
 * The console: one page and its parts, as files beside these classes, that both WARs serve.
 *
 * <p>Not here: anything that it shows. It asks the public HTTP API of the WARs (decision 0105). The
 * invariant: what is served says to browsers that nothing runs but these files.
 */
@NullMarked
package io.logdrive.payara.console;

import org.jspecify.annotations.NullMarked;
