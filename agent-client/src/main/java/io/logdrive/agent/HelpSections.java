package io.logdrive.agent;

import java.lang.reflect.Member;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Groups the options of the help by the class that declares them. Picocli's own groups would do it
 * too, but they change how options are parsed: an option given twice gets an answer about groups.
 *
 * <p>Thread-safe.
 */
final class HelpSections {
    private HelpSections() {}

    static void apply(CommandLine commandLine) {
        commandLine
                .getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::optionList);
    }

    private static String optionList(Help help) {
        return section(help, PaceOptions.HEADING, PaceOptions.class)
                + section(help, GenerateOptions.HEADING, GenerateOptions.class)
                + section(help, SendOptions.HEADING, SendOptions.class)
                + section(help, TailOptions.HEADING, TailOptions.class)
                + section(help, PipeOptions.HEADING, PipeOptions.class)
                + section(help, CutOptions.HEADING, CutOptions.class)
                + section(help, AttributeOptions.HEADING, AttributeOptions.class)
                + section(help, ShapeOptions.HEADING, ShapeOptions.class)
                + section(help, UplinkOptions.HEADING, UplinkOptions.class)
                + section(help, StatusOptions.HEADING, StatusOptions.class)
                + section(help, ConfigOptions.HEADING, ConfigOptions.class)
                + section(
                        help,
                        HelpOption.HEADING,
                        help.commandSpec().userObject().getClass(),
                        HelpOption.class);
    }

    private static String section(Help help, String heading, Class<?>... declaring) {
        List<OptionSpec> options =
                help.commandSpec().options().stream()
                        .filter(o -> List.of(declaring).contains(declaring(o)))
                        .toList();
        if (options.isEmpty()) {
            return "";
        }
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        return System.lineSeparator() + heading + System.lineSeparator() + layout;
    }

    private static Class<?> declaring(OptionSpec option) {
        return ((Member) option.userObject()).getDeclaringClass();
    }
}
