package io.logdrive.agent.send;

import java.util.UUID;

/**
 * What one connection of an acknowledged run sends.
 *
 * @param origin the id of its lines' origin, over all sessions
 * @param name says to people what it is
 * @param host where the agent runs
 * @param source gives the lines from {@code position.start()} on
 * @param position where the source stands
 *     <p>Confined to the thread that sends.
 */
public record AckStream(
        UUID origin, String name, String host, LineSource source, Position position) {}
