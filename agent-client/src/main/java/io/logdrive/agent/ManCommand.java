package io.logdrive.agent;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code agent-client.jar man}: the manual page.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "man",
        customSynopsis = "java -jar agent-client.jar man",
        sortOptions = false,
        description = {"", "Prints the manual page, for man to show or to keep.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar agent-client.jar man | man -l -",
            "  java -jar agent-client.jar man > /usr/local/share/man/man1/logdrive-agent.1"
        })
final class ManCommand implements Runnable {
    @Spec CommandSpec spec;
    @Mixin HelpOption help = new HelpOption();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(new ManPage(spec.root().commandLine()).text());
        out.flush();
    }
}
