package io.logdrive.ingest.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with a file. Confined to the thread that reads it. */
final class YamlProblems {
    /** Nobody reads more. */
    private static final int PROBLEMS_MAX = 100;

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private int more;

    YamlProblems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /**
     * @param key its whole path; empty when it is about no key
     */
    void add(Node node, String key, String message) {
        add(line(node), key.isEmpty() ? message : key + ": " + message);
    }

    void add(int line, String message) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(file + ':' + line + ": " + message);
        } else {
            more++;
        }
    }

    /** {@code rules.yaml:12}. */
    String where(Node node) {
        return file + ':' + line(node);
    }

    /** In the order they were found. */
    List<String> all() {
        List<String> all = new ArrayList<>(new LinkedHashSet<>(problems));
        if (more > 0) {
            all.add(file + ": and " + more + " more");
        }
        return all;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
