/**
 * TLS as all programs of Logdrive speak it: PEM files and what is wrong with them, certificates
 * that are renewed while connections last, who is trusted and why somebody is not.
 *
 * <p>Not here: sockets, event loops, configuration keys. The invariants: 1.3 and 1.2 only, ciphers
 * that authenticate what they encrypt; files that are wrong never replace what was right; neither a
 * key nor anything else that a file holds is in any text.
 */
@NullMarked
package io.logdrive.tls;

import org.jspecify.annotations.NullMarked;
