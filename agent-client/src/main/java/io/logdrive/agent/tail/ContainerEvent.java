package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.agent.shape.ShapeConfig;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * What leaves of an event of a container's log: what the container wrote, as it is, where that is a
 * JSON object; else a JSON object of it and of what its runtime knows (decision 0088).
 *
 * <p>Thread-safe.
 */
final class ContainerEvent {
    private static final int WRAPPING_CHARS = 128;

    private ContainerEvent() {}

    /** In UTF-8; null: it is filtered. */
    static byte @Nullable [] leaving(
            byte[] bytes, int start, int end, Charset charset, ShapeConfig shape) {
        ContainerLine line = new ContainerLine();
        StringBuilder content = new StringBuilder(end - start);
        String time = "";
        String stream = "";
        boolean partial = true;
        int at = start;
        while (at <= end) {
            int newline = at;
            while (newline < end && bytes[newline] != '\n') {
                newline++;
            }
            line.read(bytes, at, newline);
            if (at == start) {
                time = line.time();
                stream = line.stream();
            }
            content.append(partial ? "" : "\n").append(line.content(charset, newline - at));
            partial = line.isPartial();
            at = newline + 1;
        }
        if (!content.isEmpty() && content.charAt(content.length() - 1) == '\r') {
            content.setLength(content.length() - 1);
        }
        String shaped = shape.apply(content.toString());
        if (shaped == null) {
            return null;
        }
        boolean asItIs = stream.isEmpty() || (shaped.startsWith("{") && shaped.endsWith("}"));
        return (asItIs ? shaped : wrapped(time, stream, shaped)).getBytes(UTF_8);
    }

    private static String wrapped(String time, String stream, String message) {
        StringBuilder json = new StringBuilder(message.length() + WRAPPING_CHARS);
        json.append("{\"time\":\"").append(time);
        json.append("\",\"stream\":\"").append(stream);
        json.append("\",\"message\":");
        JsonStrings.append(json, message);
        return json.append('}').toString();
    }
}
