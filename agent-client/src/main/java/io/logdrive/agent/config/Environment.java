package io.logdrive.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keys of the environment: {@code LOGDRIVE_AGENT_LINE_BYTES_MAX}. Thread-safe. */
final class Environment {
    static final String PREFIX = "LOGDRIVE_AGENT_";

    /** What Kubernetes tells all pods of a service that is called logdrive-agent. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT(?:_\\d+_.+)?)");

    private Environment() {}

    /**
     * All keys that are set there.
     *
     * @param problems takes what is wrong
     */
    static Layer layer(Map<String, String> environment, Keys keys, List<String> problems) {
        Map<String, String> byVariable = new LinkedHashMap<>();
        for (String name : keys.names(key -> !key.name().equals(AgentConfig.ONCE))) {
            byVariable.put(variable(name), name);
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        new TreeMap<>(environment)
                .forEach(
                        (variable, value) -> {
                            if (!isOurs(variable)) {
                                return;
                            }
                            Key key = keys.of(byVariable.getOrDefault(variable, ""));
                            if (key == null) {
                                List<String> known = new ArrayList<>(byVariable.keySet());
                                problems.add(
                                        variable
                                                + ": expected a known key ("
                                                + Keys.hint(variable, known)
                                                + "), found an unknown one");
                            } else {
                                settings.put(key.name(), setting(variable, value, key, problems));
                            }
                        });
        return new Layer(settings);
    }

    private static boolean isOurs(String variable) {
        return variable.startsWith(PREFIX)
                && !OF_KUBERNETES.matcher(variable.substring(PREFIX.length())).matches();
    }

    /** Several values are written as the file would have them. */
    private static Setting setting(String variable, String value, Key key, List<String> problems) {
        boolean yaml = key.several() && (value.startsWith("[") || value.startsWith("{"));
        return yaml
                ? ConfigFile.value(variable, value, key, problems)
                : new Setting(variable, List.of(value));
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
