package io.logdrive.payara;

import java.util.List;

/** All that is wrong with a configuration, in one message. */
public final class ConfigurationException extends RuntimeException {
    private final List<String> problems;

    /** One line for each problem: {@code key: expected …, found …}. */
    public ConfigurationException(List<String> problems) {
        super("configuration: " + String.join("\nconfiguration: ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the keys that were read. */
    public List<String> problems() {
        return problems;
    }
}
