/**
 * Listens for lines and Forward messages on one port and puts them into the queue as chunks.
 *
 * <p>Not here: what a line means. A protocol is one {@link
 * io.logdrive.ingest.listen.IntakeProtocol} beside the others, told apart by the first byte. The
 * invariant: a connection whose unconfirmed bytes reach a bound is not read, so that memory depends
 * neither on load nor on backlog; and a sender sees an orderly close only after every line it sent
 * is on disk.
 */
@NullMarked
package io.logdrive.ingest.listen;

import org.jspecify.annotations.NullMarked;
