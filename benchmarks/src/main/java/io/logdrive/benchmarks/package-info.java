/**
 * Measures the running product end to end, and beside it what the machine could do at best.
 *
 * <p>Not here: correctness beyond "every line is there once, in order", which each run proves
 * before it reports a figure; nothing of the product's code but {@code wire}. The invariant: a
 * figure is printed only of a run whose rows were checked.
 */
@NullMarked
package io.logdrive.benchmarks;

import org.jspecify.annotations.NullMarked;
