package io.logdrive.agent.config;

import java.util.LinkedHashSet;
import java.util.List;

/** The configuration cannot be run: says all that is wrong with it, a line each. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), new LinkedHashSet<>(problems)));
        // What stands at the top is read for each input.
        this.problems = List.copyOf(new LinkedHashSet<>(problems));
    }

    /** One or more, each {@code where: expected …, found …}. */
    public List<String> problems() {
        return problems;
    }
}
