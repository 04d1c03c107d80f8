package io.logdrive.agent.config;

import java.util.List;

/**
 * What a key was set to.
 *
 * @param where it was written, as problems begin: {@code --tag}, {@code agent.yaml:12: tag}
 * @param values one, of keys that take several any number
 *     <p>Immutable.
 */
public record Setting(String where, List<String> values) {
    public Setting {
        values = List.copyOf(values);
    }
}
