package io.logdrive.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * The configuration file, in YAML: a map of keys, and under {@code inputs} a list of such maps.
 *
 * @param top what stands at the top
 * @param inputs what stands in each input
 *     <p>Immutable.
 */
record ConfigFile(Layer top, List<Layer> inputs) {
    static final String INPUTS = "inputs";

    /** Nothing is set. */
    static final ConfigFile NONE = new ConfigFile(Layer.EMPTY, List.of());

    /**
     * Reads it.
     *
     * @param name as problems call it
     * @param problems takes what is wrong
     */
    static ConfigFile read(Path name, String text, Keys keys, List<String> problems) {
        return new Reading(name.toString(), keys, problems).file(text);
    }

    /** Reads the value of a single key. */
    static Setting value(String where, String text, Key key, List<String> problems) {
        Reading reading = new Reading(where, new Keys(List.of(key)), problems);
        Node node = reading.compose(text);
        return node == null
                ? new Setting(where, List.of())
                : new Setting(where, reading.values(where, key, node));
    }

    /** One text on its way into layers. Confined to one thread. */
    private static final class Reading {
        private final String name;
        private final Keys keys;
        private final List<String> problems;

        Reading(String name, Keys keys, List<String> problems) {
            this.name = name;
            this.keys = keys;
            this.problems = problems;
        }

        @Nullable Node compose(String text) {
            try {
                LoadSettings settings = LoadSettings.builder().setLabel(name).build();
                return new Compose(settings).composeString(text).orElse(null);
            } catch (MarkedYamlEngineException e) {
                int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
                problems.add(name + ":" + line + ": expected YAML, found " + e.getProblem());
            } catch (YamlEngineException e) {
                problems.add(name + ": expected YAML, found " + e.getMessage());
            }
            return null;
        }

        ConfigFile file(String text) {
            Node root = compose(text);
            if (root == null) {
                return NONE;
            }
            if (!(root instanceof MappingNode map)) {
                problem(root, "", "expected keys and their values, found " + kind(root));
                return NONE;
            }
            List<Layer> inputs = new ArrayList<>();
            Layer top = layer(map, "", inputs);
            return new ConfigFile(top, inputs);
        }

        /**
         * @param path of the map, which is empty at the top
         * @param inputs takes those of the map; null: it may have none
         */
        private Layer layer(MappingNode map, String path, @Nullable List<Layer> inputs) {
            Map<String, Setting> settings = new LinkedHashMap<>();
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : map.getValue()) {
                String key = text(tuple.getKeyNode());
                if (!seen.add(key)) {
                    problem(tuple.getKeyNode(), path + key, "expected once, found again");
                } else if (key.equals(INPUTS) && inputs != null) {
                    inputs(tuple.getValueNode(), inputs);
                } else {
                    Key known = known(tuple.getKeyNode(), key, path);
                    if (known != null) {
                        String where = where(tuple.getKeyNode(), path + key);
                        List<String> values = values(where, known, tuple.getValueNode());
                        settings.put(key, new Setting(where, values));
                    }
                }
            }
            return new Layer(settings);
        }

        private void inputs(Node value, List<Layer> inputs) {
            if (!(value instanceof SequenceNode list)) {
                problem(value, INPUTS, "expected a list of inputs, found " + kind(value));
                return;
            }
            for (Node each : list.getValue()) {
                String path = INPUTS + "[" + inputs.size() + "]";
                if (each instanceof MappingNode map) {
                    inputs.add(layer(map, path + ".", null));
                } else {
                    problem(each, path, "expected keys and their values, found " + kind(each));
                }
            }
        }

        private @Nullable Key known(Node node, String name, String path) {
            boolean top = path.isEmpty();
            Key key = keys.of(name);
            if (key != null && key.scope() == Key.Scope.AGENT && !top) {
                problem(node, path + name, "expected at the top of the file, found in an input");
                return null;
            }
            if (key != null && key.scope() != Key.Scope.COMMAND) {
                return key;
            }
            List<String> candidates =
                    new ArrayList<>(
                            keys.names(
                                    each ->
                                            each.scope() == Key.Scope.INPUT
                                                    || (top && each.scope() == Key.Scope.AGENT)));
            if (top) {
                candidates.add(INPUTS);
            }
            String hint = Keys.hint(name, candidates);
            problem(node, path + name, "expected a known key (" + hint + "), found an unknown one");
            return null;
        }

        List<String> values(String where, Key key, Node value) {
            if (value instanceof ScalarNode scalar) {
                // "key:" with nothing behind it is a key without a value.
                return scalar.getTag().equals(Tag.NULL) ? List.of() : List.of(scalar.getValue());
            }
            List<String> values = new ArrayList<>();
            if (key.several() && value instanceof SequenceNode list) {
                for (Node each : list.getValue()) {
                    if (each instanceof ScalarNode scalar) {
                        values.add(scalar.getValue());
                    } else {
                        problems.add(where + ": expected values in its list, found " + kind(each));
                    }
                }
            } else if (key.several() && value instanceof MappingNode map) {
                map.getValue()
                        .forEach(each -> values.add(text(each.getKeyNode()) + '=' + text(each)));
            } else {
                String expected = key.several() ? "values" : "one value";
                problems.add(where + ": expected " + expected + ", found " + kind(value));
            }
            return values;
        }

        private String text(NodeTuple tuple) {
            return text(tuple.getValueNode());
        }

        private String text(Node node) {
            if (node instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
            problem(node, "", "expected text, found " + kind(node));
            return "";
        }

        private void problem(Node node, String path, String message) {
            problems.add(where(node, path) + ": " + message);
        }

        private String where(Node node, String path) {
            int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            return name + ":" + line + (path.isEmpty() ? "" : ": " + path);
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
}
