/**
 * The bytes that agent, ingest and destination must agree on: the Fluent Forward codec, the shape
 * of a record, the names of chunks.
 *
 * <p>Not here: sockets (the WARs and the agent own them), queues, databases, and the parsing of
 * plain lines. The invariant: no length read off the wire is trusted before it is compared with a
 * bound, and nothing is allocated for it before that.
 *
 * <p>{@code wire/PROTOCOL.md} states every byte.
 */
@NullMarked
package io.logdrive.wire;

import org.jspecify.annotations.NullMarked;
