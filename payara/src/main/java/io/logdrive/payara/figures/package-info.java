/**
 * Figures of a running WAR that people look at: those of the past, in bounded rings, since when
 * something is as it is, and which version this is.
 *
 * <p>Not here: what is measured, which each component says. The invariant: what was not measured is
 * not shown as a number.
 */
@NullMarked
package io.logdrive.payara.figures;

import org.jspecify.annotations.NullMarked;
