package io.logdrive.agent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of one place: the command line, the environment, or a part of the file.
 *
 * @param settings by key
 *     <p>Immutable.
 */
public record Layer(Map<String, Setting> settings) {
    /** Nothing is set. */
    public static final Layer EMPTY = new Layer(Map.of());

    public Layer {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
