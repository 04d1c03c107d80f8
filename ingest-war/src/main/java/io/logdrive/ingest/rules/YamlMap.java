package io.logdrive.ingest.rules;

import io.logdrive.payara.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Keys and values of a YAML file that is being read. What is wrong is told with file, line and key,
 * and reads as if it were not there, so that reading can go on.
 *
 * <p>Confined to the thread that reads.
 */
final class YamlMap {
    private final YamlProblems problems;
    private final String path;
    private final Node node;
    private final Map<String, NodeTuple> members = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param path of the map with a dot behind it; empty at the top
     */
    private YamlMap(YamlProblems problems, String path, MappingNode map) {
        this.problems = problems;
        this.path = path;
        this.node = map;
        for (NodeTuple member : map.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                problems.add(member.getKeyNode(), path, "expected a key, found " + kind(member));
            } else if (members.putIfAbsent(key.getValue(), member) != null) {
                problems.add(key, path + key.getValue(), "expected once, found again");
            }
        }
    }

    /** The whole of a file; null when there is nothing to be read in it. */
    static @Nullable YamlMap read(String text, YamlProblems problems) {
        Node root = compose(text, problems);
        if (root == null) {
            return null;
        }
        if (root instanceof MappingNode map) {
            return new YamlMap(problems, "", map);
        }
        problems.add(root, "", "expected keys and their values, found " + kind(root));
        return null;
    }

    private static @Nullable Node compose(String text, YamlProblems problems) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(problems.file()).build();
            return new Compose(settings).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "expected YAML, found " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "expected YAML, found " + e.getMessage());
        } catch (StackOverflowError e) {
            // The library reads what is nested by calling itself, and bounds it by nothing.
            problems.add(1, "expected YAML, found it nested too deep to be read");
        }
        return null;
    }

    /** All keys there are. */
    Set<String> keys() {
        return members.keySet();
    }

    boolean has(String key) {
        known.add(key);
        return members.containsKey(key);
    }

    /** The text of a key; null when it is not there or is none. */
    @Nullable String text(String key) {
        Node value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(key, "expected one value, found " + kind(value));
        return null;
    }

    /** The texts of a key that takes one or a list. */
    List<String> texts(String key) {
        Node value = value(key);
        if (value instanceof SequenceNode list) {
            List<String> texts = new ArrayList<>();
            for (Node each : list.getValue()) {
                if (each instanceof ScalarNode scalar) {
                    texts.add(scalar.getValue());
                } else {
                    problems.add(each, path + key, "expected a value, found " + kind(each));
                }
            }
            return texts;
        }
        String text = text(key);
        return text == null ? List.of() : List.of(text);
    }

    /** What {@code of} makes of the text; null when it makes an exception of it, which is told. */
    <T> @Nullable T parsed(String key, Function<String, T> of) {
        String text = text(key);
        try {
            return text == null ? null : of.apply(text);
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The same of each of several. */
    <T> List<T> parsedAll(String key, Function<String, T> of) {
        List<T> all = new ArrayList<>();
        for (String text : texts(key)) {
            try {
                all.add(of.apply(text));
            } catch (IllegalArgumentException e) {
                problem(key, String.valueOf(e.getMessage()));
            }
        }
        return all;
    }

    /** {@code true} or {@code false}; not set, false. */
    boolean flag(String key) {
        String text = text(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(key, "expected true or false, found " + text);
        }
        return "true".equals(text);
    }

    /** Whether the key has keys and values of its own. */
    boolean isMap(String key) {
        NodeTuple member = members.get(key);
        return member != null && member.getValueNode() instanceof MappingNode;
    }

    /** The map of a key; null when it is not there or is none. */
    @Nullable YamlMap map(String key) {
        Node value = value(key);
        return value == null ? null : map(value, path + key);
    }

    /** The maps of a key that takes a list of them. */
    List<YamlMap> maps(String key, int most) {
        Node value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode list)) {
            problem(key, "expected a list, found " + kind(value));
            return List.of();
        }
        if (list.getValue().size() > most) {
            problem(key, "expected at most " + most + ", found " + list.getValue().size());
            return List.of();
        }
        List<YamlMap> maps = new ArrayList<>();
        int index = 0;
        for (Node each : list.getValue()) {
            YamlMap map = map(each, path + key + '[' + index++ + ']');
            if (map != null) {
                maps.add(map);
            }
        }
        return maps;
    }

    private @Nullable YamlMap map(Node value, String name) {
        if (value instanceof MappingNode map) {
            return new YamlMap(problems, name + '.', map);
        }
        problems.add(value, name, "expected keys and their values, found " + kind(value));
        return null;
    }

    /** Tells what is wrong with a key. */
    void problem(String key, String message) {
        NodeTuple member = members.get(key);
        problems.add(member == null ? node : member.getKeyNode(), path + key, message);
    }

    /** Tells what is wrong with all of it. */
    void problem(String message) {
        String name = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
        problems.add(node, name, message);
    }

    /** {@code rules.yaml:12}. */
    String where() {
        return problems.where(node);
    }

    /** Tells of the keys that nobody asked for. */
    void finish() {
        finish(Set.of());
    }

    /**
     * @param others that may stand there, too: for the hint
     */
    void finish(Set<String> others) {
        Set<String> candidates = new TreeSet<>(known);
        candidates.addAll(others);
        for (String key : members.keySet()) {
            if (!known.contains(key)) {
                String hint = NearestName.hint(key, candidates);
                problem(key, "expected a known key (" + hint + "), found an unknown one");
            }
        }
    }

    private @Nullable Node value(String key) {
        known.add(key);
        NodeTuple member = members.get(key);
        Node value = member == null ? null : member.getValueNode();
        boolean empty = value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
        if (empty) {
            problem(key, "expected a value, found none");
        }
        return empty ? null : value;
    }

    private static String kind(NodeTuple member) {
        return kind(member.getKeyNode());
    }

    private static String kind(Node node) {
        return switch (node.getNodeType()) {
            case SCALAR -> "text";
            case SEQUENCE -> "a list";
            case MAPPING -> "keys and values";
            default -> "an alias";
        };
    }
}
