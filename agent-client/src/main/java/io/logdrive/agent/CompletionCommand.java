package io.logdrive.agent;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code agent-client.jar completion}: what bash and zsh complete the agent's options by.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "completion",
        customSynopsis = "java -jar agent-client.jar completion [--name NAME]",
        sortOptions = false,
        description = {
            "",
            "Prints a script for bash and zsh that completes commands and options.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(java -jar agent-client.jar completion)",
            "  java -jar agent-client.jar completion > /etc/bash_completion.d/logdrive-agent"
        })
final class CompletionCommand implements Runnable {
    @Spec CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = {"What the agent is called in the shell.", "Default: logdrive-agent"})
    String name = "logdrive-agent";

    @Mixin HelpOption help = new HelpOption();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(name, spec.root().commandLine()));
        out.flush();
    }
}
