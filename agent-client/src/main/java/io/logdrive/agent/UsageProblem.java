package io.logdrive.agent;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and where to read on. Thread-safe. */
final class UsageProblem {
    private UsageProblem() {}

    /** The answer to a command line that cannot be run. */
    static int report(ParameterException problem, String[] args) {
        CommandLine commandLine = problem.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, err);
        String verb = commandLine.getParent() == null ? "" : commandLine.getCommandName() + " ";
        err.println("Try: java -jar agent-client.jar " + verb + "--help");
        err.flush();
        return ExitCode.USAGE;
    }

    /** The answer to an exception nobody expected. */
    static int reportFault(Exception fault, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        err.println("fault of the agent; lines sent so far may have arrived or not:");
        fault.printStackTrace(err);
        err.flush();
        return ExitCode.FAULT;
    }
}
