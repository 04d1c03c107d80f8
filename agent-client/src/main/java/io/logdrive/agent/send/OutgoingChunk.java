package io.logdrive.agent.send;

/**
 * A chunk of any origin that is to be sent, as often as it takes, until it is acknowledged.
 *
 * <p>Immutable as long as nobody writes to {@code frame}.
 *
 * @param name of the chunk: {@code origin:first}
 * @param frame its bytes
 * @param length how many of them
 * @param acknowledged runs once, when the server has it on disk; must neither block nor throw
 */
@SuppressWarnings("ArrayRecordComponent") // handed to a socket, never compared
public record OutgoingChunk(String name, byte[] frame, int length, Runnable acknowledged) {}
