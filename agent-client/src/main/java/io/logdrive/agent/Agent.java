package io.logdrive.agent;

import picocli.CommandLine;

/** Starts the agent. Thread-safe. */
public final class Agent {
    private static final int HELP_WIDTH = 90;
    private static final int LONG_OPTIONS_WIDTH = 24;

    private Agent() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofProcess()).execute(args));
    }

    /** The command line; verbs are added to it beside the plain rate. */
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine commandLine = new CommandLine(new SendCommand(surroundings));
        commandLine.addSubcommand(new TailCommand(surroundings));
        commandLine.addSubcommand(new PipeCommand(surroundings, System.in, System.out));
        commandLine.addSubcommand(new CheckCommand(surroundings));
        commandLine.addSubcommand(new StatusCommand(surroundings));
        commandLine.addSubcommand(new CompletionCommand());
        commandLine.addSubcommand(new ManCommand());
        commandLine.setParameterExceptionHandler(UsageProblem::report);
        commandLine.setExecutionExceptionHandler(UsageProblem::reportFault);
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setUsageHelpLongOptionsMaxWidth(LONG_OPTIONS_WIDTH);
        HelpSections.apply(commandLine);
        commandLine.getSubcommands().values().forEach(HelpSections::apply);
        return commandLine;
    }
}
