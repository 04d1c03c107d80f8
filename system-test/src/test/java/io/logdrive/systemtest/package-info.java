/**
 * The running product as a black box: its processes, driven by socket, HTTP and SQL.
 *
 * <p>Not here: anything that could be seen without a process. The invariant: no class of the
 * product is on the class path, so what is tested is what users start; and no process outlives the
 * tests, however they end.
 */
@NullMarked
package io.logdrive.systemtest;

import org.jspecify.annotations.NullMarked;
