/**
 * Listens for lines, Forward messages and syslog on one port, plain or inside TLS, for syslog over
 * UDP on another, and puts them into the queue as chunks.
 *
 * <p>Not here: what a line means. A protocol is one {@link
 * io.logdrive.ingest.listen.IntakeProtocol} beside the others, told apart by the first bytes. The
 * invariant: a connection whose unconfirmed bytes reach a bound is not read, so that memory depends
 * neither on load nor on backlog; and a sender sees an orderly close only after every line it sent
 * is on disk. Datagrams have no such end: what is not received in time is dropped by the kernel,
 * which is asked how much.
 */
@NullMarked
package io.logdrive.ingest.listen;

import org.jspecify.annotations.NullMarked;
