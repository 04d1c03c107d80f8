/**
 * Makes of command line, environment and file what {@code tail}, {@code pipe} and {@code check} run
 * by (docs/tail.md, "Configuration"). A key has the same name everywhere: the option's without its
 * dashes.
 *
 * <p>Not here: which options there are, which the command line declares and tells. The invariant:
 * each problem says where the value was written, and all are told at once.
 */
@NullMarked
package io.logdrive.agent.config;

import org.jspecify.annotations.NullMarked;
