package io.logdrive.agent.tail;

import io.logdrive.agent.shape.ShapeConfig;
import io.logdrive.wire.LineAttributes;

/**
 * How events leave.
 *
 * @param attributes what is known of all of them
 * @param shape what of them leaves the machine
 *     <p>Immutable.
 */
public record Leaving(LineAttributes attributes, ShapeConfig shape) {
    /** As they are, and nothing is known. */
    static final Leaving PLAIN = new Leaving(LineAttributes.NONE, ShapeConfig.NONE);
}
