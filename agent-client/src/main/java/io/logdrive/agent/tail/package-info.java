/**
 * Reads the files that programs write their logs to: finds them, cuts them into events, and keeps
 * how far each is acknowledged, so that a restart goes on where the server's ledger stands.
 *
 * <p>Not here: sockets ({@link io.logdrive.agent.send}), the command line. The invariants: no chunk
 * of a file is sent before its origin is on disk; no event is ended by anything but the file's own
 * bytes, or a place that is on disk before the event is sent; hence what is read again after a
 * {@code kill -9} has the same sequences, and the ledger drops it.
 *
 * <p>The thread {@code agent-tail} ({@link io.logdrive.agent.tail.TailLoop}) decides, the threads
 * {@code agent-read-N} ({@link io.logdrive.agent.tail.FileReaders}) read. To read once means what
 * there was at the first scan, up to the event that a file's size falls into. A file system that
 * hangs holds up whoever asks it for anything; {@link io.logdrive.agent.tail.TailState} shows that.
 */
@NullMarked
package io.logdrive.agent.tail;

import org.jspecify.annotations.NullMarked;
