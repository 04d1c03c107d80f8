package io.logdrive.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page in roff (man(7)), made of what the help says.
 *
 * <p>Confined to one thread.
 */
final class ManPage {
    private static final String NAME = "logdrive-agent";

    private final CommandLine agent;
    private final StringBuilder roff = new StringBuilder();

    ManPage(CommandLine agent) {
        this.agent = agent;
    }

    String text() {
        line(".TH " + NAME.toUpperCase(Locale.ROOT) + " 1 \"\" \"Logdrive\"");
        line(".SH NAME");
        line(escaped(NAME) + " \\- sends log lines to Logdrive");
        line(".SH SYNOPSIS");
        synopsis(agent);
        agent.getSubcommands().values().forEach(this::synopsis);
        line(".SH DESCRIPTION");
        line("Here " + escaped(NAME) + " stands for java \\-jar agent\\-client.jar.");
        command(agent, "GENERATING LINES");
        for (Map.Entry<String, CommandLine> each : agent.getSubcommands().entrySet()) {
            command(each.getValue(), each.getKey().toUpperCase(Locale.ROOT));
        }
        return roff.toString();
    }

    private void synopsis(CommandLine command) {
        for (String synopsis : usage(command).customSynopsis()) {
            line(escaped(synopsis.replace("java -jar agent-client.jar", NAME)));
            line(".br");
        }
    }

    private void command(CommandLine command, String heading) {
        line(".SH " + heading);
        line(escaped(text(List.of(usage(command).description()))));
        for (PositionalParamSpec positional : command.getCommandSpec().positionalParameters()) {
            argument(positional, positional.paramLabel());
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            String label = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
            argument(option, String.join(", ", option.names()) + label);
        }
        if (!usage(command).exitCodeList().isEmpty()) {
            line(".PP");
            line("Exit codes:");
            usage(command).exitCodeList().forEach((code, meaning) -> item(code, meaning));
        }
        if (usage(command).footer().length > 0) {
            line(".PP");
            line("Examples:");
            line(".nf");
            Arrays.stream(usage(command).footer()).map(ManPage::escaped).forEach(this::line);
            line(".fi");
        }
    }

    private void argument(ArgSpec argument, String label) {
        item(label, text(List.of(argument.description())));
    }

    private void item(String label, String text) {
        line(".TP");
        line("\\fB" + escaped(label) + "\\fR");
        line(escaped(text));
    }

    private static UsageMessageSpec usage(CommandLine command) {
        return command.getCommandSpec().usageMessage();
    }

    private static String text(List<String> lines) {
        return lines.stream()
                .filter(text -> !text.isBlank())
                .map(text -> text.replace("%n", " ").replace("%%", "%"))
                .collect(Collectors.joining(" "));
    }

    /** Text that roff takes as it is: no line of it begins a request. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private void line(String text) {
        roff.append(text).append('\n');
    }
}
