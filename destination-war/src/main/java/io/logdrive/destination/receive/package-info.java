/**
 * The Forward receiver: sockets, frames, and batches handed to the store.
 *
 * <p>Not here: what is on the wire ({@code io.logdrive.wire}) and what becomes of a batch ({@code
 * .store}). The only package of this WAR that knows Netty.
 *
 * <p>The invariants: an acknowledgement is sent only when the store says that the batch is
 * committed; batches of one connection are offered in the order they came; the bytes that a
 * connection holds, and all together hold, are bounded, and what reaches the store's bound stays
 * unread in the socket.
 */
@NullMarked
package io.logdrive.destination.receive;

import org.jspecify.annotations.NullMarked;
