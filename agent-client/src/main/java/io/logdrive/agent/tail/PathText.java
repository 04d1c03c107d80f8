package io.logdrive.agent.tail;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Paths by their bytes, in the form of an address: what a file is called needs not be text in the
 * character set of the agent's surroundings, which may be another at its next start.
 *
 * <p>Thread-safe.
 */
final class PathText {
    private static final String SCHEME = "file://";

    /** To ask for it means to ask the file system, for each file at each save. */
    private static final Map<Path, String> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private PathText() {}

    static String of(Path path) {
        return KNOWN.computeIfAbsent(path, any -> any.toUri().getRawPath());
    }

    /**
     * @throws IllegalArgumentException when it is no path
     */
    static Path read(String text) {
        return Path.of(URI.create(SCHEME + text));
    }

    /** As {@link java.net.URLEncoder} wrote it. */
    static Path read1(String text) {
        return read(text.replace("+", "%20").replace("%2F", "/"));
    }
}
