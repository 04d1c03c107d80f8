package io.logdrive.agent.tail;

import io.logdrive.agent.shape.ShapeConfig;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of one origin on their way into chunks.
 *
 * <p>Immutable.
 *
 * @param origin the id of their origin
 * @param charset of their bytes
 * @param container whether their bytes are a container's log
 * @param shape what of them leaves the machine
 * @param described what the server is told of their origin
 * @param attributes what is known of all of them
 */
record EventStream(
        UUID origin,
        Charset charset,
        boolean container,
        ShapeConfig shape,
        Origin described,
        LineAttributes attributes) {
    /**
     * @param name says to people what it is
     */
    static EventStream of(UUID origin, CutConfig cut, Leaving leaving, String name) {
        LineAttributes attributes = leaving.attributes();
        String host = attributes.host() == null ? "" : attributes.host();
        return new EventStream(
                origin,
                cut.charset(),
                cut.container(),
                leaving.shape(),
                new Origin(origin, OriginKind.AGENT, "", host, name),
                attributes);
    }

    /** Makes the frame of a chunk. It is not kept: it would keep the frame. */
    LineChunkEncoder encoder() {
        return new LineChunkEncoder(described, attributes);
    }

    /** Whether the bytes of the file are those that leave. */
    boolean isRaw() {
        return shape.isNone()
                && !container
                && (charset.equals(StandardCharsets.UTF_8)
                        || charset.equals(StandardCharsets.US_ASCII));
    }

    /** What leaves of the event {@code bytes[start..end)}, in UTF-8; null: it is filtered. */
    byte @Nullable [] leaving(byte[] bytes, int start, int end) {
        if (container) {
            return ContainerEvent.leaving(bytes, start, end, charset, shape);
        }
        String shaped = shape.apply(new String(bytes, start, end - start, charset));
        return shaped == null ? null : shaped.getBytes(StandardCharsets.UTF_8);
    }
}
