package io.logdrive.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.tail.InputConfig;
import io.logdrive.agent.tail.TailConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent's configuration comes from: the command line before the environment before the
 * file. It can be read again while the agent runs.
 *
 * <p>Thread-safe.
 */
public final class ConfigSource {
    private static final String CONFIG = "config";
    private static final String FILES = "files";
    private static final String CHECKPOINT_DEFAULT = "logdrive-agent.checkpoint";

    /** Nobody writes so much by hand. */
    private static final long FILE_BYTES_MAX = 4 << 20;

    private final Keys keys;
    private final Layer commandLine;
    private final Map<String, String> environment;
    private final String machine;

    /**
     * @param machine what this machine calls itself
     */
    public ConfigSource(
            Keys keys, Layer commandLine, Map<String, String> environment, String machine) {
        this.keys = keys;
        this.commandLine = commandLine;
        this.environment = Map.copyOf(environment);
        this.machine = machine;
    }

    /**
     * Reads what {@code tail} runs by.
     *
     * @throws ConfigException when anything is wrong with it
     */
    public AgentConfig tail() {
        Reading reading = read();
        Settings top = reading.top();
        AgentConfig config =
                new AgentConfig(
                        TailConfig.of(inputs(reading), checkpoint(top), top.flag(AgentConfig.ONCE)),
                        new UplinkSettings(top, machine).config(),
                        top.parsedOrNull("status", ConfigSource::loopback),
                        reading.path(),
                        effective(reading));
        check(reading.problems());
        return config;
    }

    private static List<String> effective(Reading reading) {
        List<String> lines = new ArrayList<>();
        lines.add(text(reading.top().all()));
        for (Layer input : reading.file().inputs()) {
            lines.add("inputs[" + (lines.size() - 1) + "] " + text(input.settings()));
        }
        return lines;
    }

    private static String text(Map<String, Setting> settings) {
        return settings.entrySet().stream()
                .map(set -> set.getKey() + '=' + String.join(",", set.getValue().values()))
                .collect(Collectors.joining(" "));
    }

    /**
     * Reads what {@code pipe} runs by; of the file it takes what stands at the top.
     *
     * @throws ConfigException when anything is wrong with it
     */
    public PipeConfig pipe() {
        Reading reading = read();
        Settings top = reading.top();
        InputSettings input = new InputSettings(top, machine);
        PipeConfig config =
                new PipeConfig(
                        input.cut(),
                        input.leaving(),
                        input.rateMax(),
                        new UplinkSettings(top, machine).config(),
                        top.text("name", "pipe"),
                        top.flag("tee"),
                        top.parsedOrNull("confirm-timeout", Durations::parse));
        check(reading.problems());
        return config;
    }

    /**
     * The address that {@code status} asks.
     *
     * @throws ConfigException when it is set to something else
     */
    public @Nullable Server status() {
        Reading reading = read();
        Server address = reading.top().parsedOrNull("status", ConfigSource::loopback);
        check(reading.problems());
        return address;
    }

    /**
     * What all places say at one time.
     *
     * @param given command line and environment
     * @param path of the file; null: there is none
     * @param problems takes what is wrong
     *     <p>Immutable, but for the problems.
     */
    private record Reading(
            List<Layer> given, @Nullable Path path, ConfigFile file, List<String> problems) {
        /** Without what stands in inputs. */
        Settings top() {
            return settings(file.top());
        }

        Settings of(Layer input) {
            return settings(input, file.top());
        }

        private Settings settings(Layer... weaker) {
            List<Layer> layers = new ArrayList<>(given);
            layers.addAll(List.of(weaker));
            return new Settings(layers, problems);
        }
    }

    private Reading read() {
        List<String> problems = new ArrayList<>();
        List<Layer> given = List.of(commandLine, Environment.layer(environment, keys, problems));
        Settings settings = new Settings(given, problems);
        Path path = settings.parsedOrNull(CONFIG, ConfigSource::path);
        return new Reading(given, path, file(settings, path), problems);
    }

    private static void check(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a path, found " + text, e);
        }
    }

    /** The one that command line or environment name. */
    private ConfigFile file(Settings given, @Nullable Path path) {
        if (path == null) {
            return ConfigFile.NONE;
        }
        List<String> problems = given.problems();
        try {
            if (Files.size(path) > FILE_BYTES_MAX) {
                problems.add(path + ": expected at most 4 MiB, found " + Files.size(path));
                return ConfigFile.NONE;
            }
            return ConfigFile.read(path, Files.readString(path, UTF_8), keys, problems);
        } catch (IOException e) {
            given.problem(CONFIG, "expected a file in UTF-8 that can be read, found " + e);
            return ConfigFile.NONE;
        }
    }

    /** Files that are named on the command line or in the environment are all that is read. */
    private List<InputConfig> inputs(Reading reading) {
        ConfigFile file = reading.file();
        boolean given = reading.given().stream().anyMatch(l -> l.settings().containsKey(FILES));
        if (given || file.inputs().isEmpty()) {
            return List.of(input(reading.top(), "FILES"));
        }
        if (file.top().settings().containsKey(FILES)) {
            reading.top()
                    .problem(
                            FILES,
                            "expected in each input where there are inputs, found at the top");
        }
        List<InputConfig> inputs = new ArrayList<>();
        for (Layer input : file.inputs()) {
            String where = reading.path() + ": inputs[" + inputs.size() + "]." + FILES;
            inputs.add(input(reading.of(input), where));
        }
        return inputs;
    }

    private InputConfig input(Settings settings, String where) {
        if (settings.texts(FILES).isEmpty()) {
            settings.problems().add(where + ": expected at least one, found none");
        }
        return new InputSettings(settings, machine).config();
    }

    private static Server loopback(String text) {
        Server address = Server.parse(text);
        try {
            if (InetAddress.getByName(address.host()).isLoopbackAddress()) {
                return address;
            }
        } catch (UnknownHostException e) {
            // Nor is it one.
        }
        throw new IllegalArgumentException("expected a loopback address, found " + text);
    }

    private static Path checkpoint(Settings top) {
        return top.parsed("checkpoint", Path.of(CHECKPOINT_DEFAULT), ConfigSource::path);
    }
}
