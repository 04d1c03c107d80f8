package io.logdrive.agent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads values out of layers, of which the first that has a key wins; collects what is wrong.
 *
 * <p>Confined to one thread.
 */
final class Settings {
    private final List<Layer> layers;
    private final List<String> problems;

    /**
     * @param layers the strongest first
     * @param problems takes what is wrong, {@code where: expected …, found …}
     */
    Settings(List<Layer> layers, List<String> problems) {
        this.layers = layers;
        this.problems = problems;
    }

    /** What the key is set to; null: it is not. */
    @Nullable Setting of(String key) {
        for (Layer layer : layers) {
            Setting setting = layer.settings().get(key);
            if (setting != null) {
                return setting;
            }
        }
        return null;
    }

    /** All that is set, by key. */
    Map<String, Setting> all() {
        Map<String, Setting> all = new TreeMap<>();
        layers.forEach(layer -> layer.settings().forEach(all::putIfAbsent));
        return all;
    }

    boolean has(String key) {
        return of(key) != null;
    }

    /** Where the key was set; as a last resort its name as an option. */
    String where(String key) {
        Setting setting = of(key);
        return setting == null ? "--" + key : setting.where();
    }

    void problem(String key, String message) {
        problems.add(where(key) + ": " + message);
    }

    List<String> problems() {
        return problems;
    }

    @Nullable String text(String key) {
        Setting setting = of(key);
        if (setting == null) {
            return null;
        }
        // The last one counts, as on any command line.
        return setting.values().isEmpty()
                ? null
                : setting.values().get(setting.values().size() - 1);
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    List<String> texts(String key) {
        Setting setting = of(key);
        return setting == null ? List.of() : setting.values();
    }

    boolean flag(String key) {
        String text = text(key, "false");
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, "expected true or false, found " + text);
        }
        return text.equals("true");
    }

    int number(String key, int least, int most, int otherwise) {
        return parsed(key, otherwise, text -> number(text, least, most));
    }

    private static int number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("expected " + least + ".." + most + ", found " + text);
    }

    Duration duration(String key, Duration otherwise) {
        return parsed(key, otherwise, Durations::parse);
    }

    /**
     * @param parser throws an IllegalArgumentException that says what was expected and found
     */
    <T> T parsed(String key, T otherwise, Function<String, T> parser) {
        T value = parsedOrNull(key, parser);
        return value == null ? otherwise : value;
    }

    /** Null where the key is not set, or wrong. */
    <T> @Nullable T parsedOrNull(String key, Function<String, T> parser) {
        String text = text(key);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage() + "");
            return null;
        }
    }

    /** All values of a key, without those that are wrong. */
    <T> List<T> parsedAll(String key, Function<String, T> parser) {
        return parsedAll(key, texts(key), parser);
    }

    <T> List<T> parsedAll(String key, List<String> texts, Function<String, T> parser) {
        List<T> all = new ArrayList<>();
        for (String text : texts) {
            try {
                all.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                problem(key, e.getMessage() + "");
            }
        }
        return all;
    }
}
