package io.logdrive.wire;

import java.util.UUID;

/**
 * One ordered stream of lines, and what is known of its sender.
 *
 * <p>Immutable.
 *
 * @param id names the origin everywhere
 * @param kind what sort of stream it is
 * @param peer the sender's socket address, {@code host:port}, or empty when not known
 * @param host the sender's host name, or empty when not known
 * @param name a name for people, or empty
 */
public record Origin(UUID id, OriginKind kind, String peer, String host, String name) {}
