package io.logdrive.benchmarks;

import picocli.CommandLine;

/** Starts the benchmark. Thread-safe. */
public final class Benchmarks {
    private static final int HELP_WIDTH = 90;

    private Benchmarks() {}

    /**
     * Runs the command that the property {@code logdrive.command} names, {@code run}, {@code
     * query}, {@code load}, {@code compare}, {@code tail}, {@code micro}, {@code accuracy} or
     * {@code tls}, and ends the process with its exit code.
     */
    public static void main(String[] args) {
        Object command =
                switch (System.getProperty("logdrive.command", "run")) {
                    case "query" -> new QueryCommand();
                    case "load" -> new LoadCommand();
                    case "compare" -> new CompareCommand();
                    case "tail" -> new TailCommand();
                    case "micro" -> new MicroCommand();
                    case "accuracy" -> new AccuracyCommand();
                    case "tls" -> new TlsCommand();
                    case "run" -> new RunCommand();
                    default ->
                            throw new IllegalArgumentException(
                                    "logdrive.command: expected run, query, load, compare, tail,"
                                            + " micro, accuracy or tls");
                };
        System.exit(commandLine(command).execute(args));
    }

    static CommandLine commandLine(Object command) {
        CommandLine commandLine = new CommandLine(command);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setExecutionExceptionHandler(
                (failure, failed, parsed) -> {
                    if (!(failure instanceof BenchmarkException)) {
                        throw failure;
                    }
                    failed.getErr().println("benchmarks: " + failure.getMessage());
                    return 1;
                });
        return commandLine;
    }
}
