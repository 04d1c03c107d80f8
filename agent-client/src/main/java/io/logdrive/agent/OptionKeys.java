package io.logdrive.agent;

import io.logdrive.agent.config.ConfigException;
import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.config.Key;
import io.logdrive.agent.config.Keys;
import io.logdrive.agent.config.Layer;
import io.logdrive.agent.config.Setting;
import java.lang.reflect.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Hands on what the command line says as keys and their settings. Thread-safe. */
final class OptionKeys {
    private static final String CONFIG = "config";
    private static final Set<Class<?>> OF_INPUTS =
            Set.of(TailOptions.class, CutOptions.class, AttributeOptions.class, ShapeOptions.class);
    private static final Set<String> OF_THE_COMMAND = Set.of(CONFIG, "once");

    /** {@code --name} is an option of pipe, but a key of every input. */
    private static final String NAME = "name";

    private static final Set<String> OF_THE_AGENT = Set.of("checkpoint", "status");
    private static final String FILES = "files";

    private OptionKeys() {}

    /** Where the configuration of the command comes from that is being run. */
    static ConfigSource source(CommandSpec spec, Surroundings surroundings) {
        return new ConfigSource(
                keys(spec), layer(spec), surroundings.environment(), HostName.own());
    }

    /**
     * Reads a configuration.
     *
     * @throws ParameterException saying all that is wrong with it
     */
    static <T> T read(CommandSpec spec, Supplier<T> configuration) {
        try {
            return configuration.get();
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Those of all commands: they share their file and their environment. */
    private static Keys keys(CommandSpec spec) {
        Map<String, Key> keys = new LinkedHashMap<>();
        keys.put(FILES, new Key(FILES, true, Key.Scope.INPUT));
        for (CommandLine command : spec.root().commandLine().getSubcommands().values()) {
            if (command.getCommandSpec().findOption("--" + CONFIG) != null) {
                command.getCommandSpec().options().forEach(option -> addTo(keys, option));
            }
        }
        return new Keys(keys.values());
    }

    private static void addTo(Map<String, Key> keys, OptionSpec option) {
        if (!option.usageHelp()) {
            String name = name(option);
            keys.put(name, new Key(name, option.isMultiValue(), scope(option, name)));
        }
    }

    private static Key.Scope scope(OptionSpec option, String name) {
        Class<?> declaring = ((Member) option.userObject()).getDeclaringClass();
        if (OF_THE_COMMAND.contains(name)) {
            return Key.Scope.COMMAND;
        }
        if (OF_THE_AGENT.contains(name) || declaring == UplinkOptions.class) {
            return Key.Scope.AGENT;
        }
        return name.equals(NAME) || OF_INPUTS.contains(declaring)
                ? Key.Scope.INPUT
                : Key.Scope.COMMAND;
    }

    private static Layer layer(CommandSpec spec) {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            settings.put(name(option), new Setting(option.longestName(), values(option)));
        }
        parsed.matchedPositionals()
                .forEach(
                        files ->
                                settings.put(
                                        FILES, new Setting(files.paramLabel(), values(files))));
        return new Layer(settings);
    }

    private static List<String> values(ArgSpec argument) {
        return argument.typeInfo().isBoolean()
                ? List.of(Boolean.toString(argument.getValue()))
                : argument.originalStringValues();
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring("--".length());
    }
}
