/** Tests of the benchmark's parts; none of them measures anything. */
@NullMarked
package io.logdrive.benchmarks;

import org.jspecify.annotations.NullMarked;
