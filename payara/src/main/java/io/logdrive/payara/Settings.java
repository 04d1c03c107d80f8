package io.logdrive.payara;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The texts behind keys: what MicroProfile Config knows (system properties, environment, Payara's
 * own sources), and beneath it the properties file that {@code logdrive.config} names.
 *
 * <p>Immutable.
 */
public final class Settings {
    /** The key that names a properties file. */
    public static final String FILE_KEY = "logdrive.config";

    private final Map<String, String> properties;
    private final Map<String, String> environment;

    private Settings(Map<String, String> properties, Map<String, String> environment) {
        this.properties = Map.copyOf(properties);
        this.environment = Map.copyOf(environment);
    }

    /** Settings for a test: {@code texts} by key, no environment. */
    public static Settings ofMap(Map<String, String> texts) {
        return new Settings(texts, Map.of());
    }

    /** Settings from {@code properties} by key and {@code environment} by variable name. */
    public static Settings of(Map<String, String> properties, Map<String, String> environment) {
        return new Settings(withFile(properties, environment), logdriveVariables(environment));
    }

    /** The settings of this process. */
    public static Settings ofPlatform() {
        Config config = ConfigProvider.getConfig();
        Map<String, String> properties = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("logdrive.")) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(text -> properties.put(name, text));
            }
        }
        return of(properties, System.getenv());
    }

    /** The variable that sets {@code key}: {@code LOGDRIVE_INGEST_BATCH_RECORDS_MAX}. */
    static String variableOf(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** The text of a key, or null when nothing sets it. */
    @Nullable String text(String key) {
        String fromEnvironment = environment.get(variableOf(key));
        return fromEnvironment != null ? fromEnvironment : properties.get(key);
    }

    /** All keys set by name, sorted. */
    Set<String> keys() {
        return new TreeSet<>(properties.keySet());
    }

    /** All variables set that start with {@code LOGDRIVE_}, sorted. */
    Set<String> variables() {
        return new TreeSet<>(environment.keySet());
    }

    private static Map<String, String> logdriveVariables(Map<String, String> environment) {
        Map<String, String> found = new HashMap<>(environment);
        found.keySet().removeIf(name -> !name.startsWith("LOGDRIVE_"));
        return found;
    }

    private static Map<String, String> withFile(
            Map<String, String> properties, Map<String, String> environment) {
        String named = environment.getOrDefault(variableOf(FILE_KEY), properties.get(FILE_KEY));
        if (named == null || named.isBlank()) {
            return properties;
        }
        Map<String, String> merged = new HashMap<>();
        Properties file = read(Path.of(named));
        file.stringPropertyNames().forEach(key -> merged.put(key, file.getProperty(key)));
        merged.putAll(properties);
        return merged;
    }

    private static Properties read(Path path) {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            ConfigurationException refused =
                    new ConfigurationException(
                            List.of(
                                    FILE_KEY
                                            + ": expected a readable properties file, found "
                                            + path.toAbsolutePath()
                                            + " ("
                                            + e
                                            + ")"));
            refused.initCause(e);
            throw refused;
        }
        return file;
    }
}
