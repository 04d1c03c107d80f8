package io.logdrive.agent;

import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.send.Server;
import io.logdrive.agent.status.StatusClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code agent-client.jar status}: asks a running agent how it is.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "status",
        customSynopsis = "java -jar agent-client.jar status [OPTIONS]",
        sortOptions = false,
        description = {
            "",
            "Asks an agent that runs with --status how it is: its way to the server, its workers"
                    + " and its files.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it answered",
            "1:no agent answers there",
            "2:the command line or the configuration is wrong",
            "3:a fault of the agent"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar agent-client.jar status",
            "  java -jar agent-client.jar status --config /etc/logdrive/agent.yaml"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Server DEFAULT = new Server("127.0.0.1", 5171);

    @Spec CommandSpec spec;

    @Mixin StatusOptions where = new StatusOptions();
    @Mixin ConfigOptions configuration = new ConfigOptions();
    @Mixin HelpOption help = new HelpOption();

    private final Surroundings surroundings;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ConfigSource source = OptionKeys.source(spec, surroundings);
        Server set = OptionKeys.read(spec, source::status);
        Server address = set == null ? DEFAULT : set;
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.print(StatusClient.ask(address));
            out.flush();
            return ExitCode.CONFIRMED;
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "status: expected an agent that runs with --status "
                            + address
                            + ", found "
                            + e.getMessage());
            err.flush();
            return ExitCode.NOT_CONFIRMED;
        }
    }
}
