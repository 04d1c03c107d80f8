/**
 * Which dead letters somebody means, what is to be done with them, and what became of many that
 * were changed at once: the same words in both WARs (decision 0108).
 *
 * <p>Not here: the letters. The invariant: a parameter that was forgotten never means all.
 */
@NullMarked
package io.logdrive.payara.letters;

import org.jspecify.annotations.NullMarked;
