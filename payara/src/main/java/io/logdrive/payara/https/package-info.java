/**
 * HTTPS of Payara from PEM files that may be renewed while it runs: a Java agent that {@code
 * payara/run} starts it with.
 *
 * <p>Not here: ports, protocols and ciphers, which are Payara's own configuration. The invariant:
 * what connections are shown is what the files held when they were last right.
 */
@NullMarked
package io.logdrive.payara.https;

import org.jspecify.annotations.NullMarked;
