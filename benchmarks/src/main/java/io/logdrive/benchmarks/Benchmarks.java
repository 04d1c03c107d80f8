package io.logdrive.benchmarks;

import picocli.CommandLine;

/** Starts the benchmark. Thread-safe. */
public final class Benchmarks {
    private static final int HELP_WIDTH = 90;

    private Benchmarks() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new RunCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    if (!(failure instanceof BenchmarkException)) {
                        throw failure;
                    }
                    command.getErr().println("benchmarks: " + failure.getMessage());
                    return 1;
                });
        return commandLine;
    }
}
