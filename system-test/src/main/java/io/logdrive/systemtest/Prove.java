package io.logdrive.systemtest;

import picocli.CommandLine;

/** Starts {@code payara/prove}. Thread-safe. */
public final class Prove {
    private static final int HELP_WIDTH = 90;

    private Prove() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Ctrl+C: nothing that was started may outlive it; the guards are for a kill -9 of this.
        Runtime.getRuntime().addShutdownHook(new Thread(GuardedProcess::killAll, "end-processes"));
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ProveCommand());
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    command.getErr().println("prove: " + failure.getMessage());
                    return 1;
                });
        return commandLine;
    }
}
