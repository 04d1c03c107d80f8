package io.logdrive.ingest.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a line before it is looked at: what a {@code when} of {@code parse} asks for.
 *
 * <p>Immutable.
 *
 * @param listener the origin's kind: {@code lines}, {@code agent} …
 * @param name of the origin, a file's path for one; perhaps empty
 * @param peer the sender's address; perhaps empty
 * @param service that the agent gives its lines, or null
 * @param host that the agent gives its lines, or null
 * @param tags that the agent gives its lines
 */
public record LineOrigin(
        String listener,
        String name,
        String peer,
        @Nullable String service,
        @Nullable String host,
        List<String> tags) {
    /** Nothing is known. */
    public static final LineOrigin UNKNOWN = new LineOrigin("", "", "", null, null, List.of());
}
