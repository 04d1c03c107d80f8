package io.logdrive.ingest.rules;

import java.util.List;

/** The rules cannot be used: says all that is wrong with them, a line each. */
public final class RulesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    RulesException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One or more, each {@code file:line: key: expected …, found …}. */
    public List<String> problems() {
        return problems;
    }
}
