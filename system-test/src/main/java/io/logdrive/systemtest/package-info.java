/**
 * The running product as a black box: its processes, driven by socket, HTTP and SQL; and the drill
 * {@code payara/prove}, which breaks them and checks what became of the lines.
 *
 * <p>Not here: anything that could be seen without a process. The invariant: no class of the
 * product is on the class path, so what is tested is what users start; and no process outlives the
 * tests or the drill, however they end.
 */
@NullMarked
package io.logdrive.systemtest;

import org.jspecify.annotations.NullMarked;
