package io.logdrive.agent;

import io.logdrive.agent.config.AgentConfig;
import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.position.PositionException;
import io.logdrive.agent.send.Server;
import io.logdrive.agent.status.StatusMetrics;
import io.logdrive.agent.status.StatusServer;
import io.logdrive.agent.status.StatusText;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code agent-client.jar tail FILES}: sends what is written to files, until it is told to stop.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "tail",
        customSynopsis = "java -jar agent-client.jar tail [OPTIONS] FILES...",
        sortOptions = false,
        description = {
            "",
            "Sends what is written to files, each line acknowledged, and goes on where it was after"
                    + " a restart: nothing is lost and nothing stored twice, also when files are"
                    + " renamed, truncated, compressed or deleted.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped; what is not acknowledged is sent at the next start",
            "1:with --once, something was not acknowledged, or a file could not be opened",
            "2:the command line or the checkpoint is wrong; nothing was sent",
            "3:a fault of the agent",
            "130:ended at once by a second Ctrl+C",
            "143:ended at once by a second SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar agent-client.jar tail '/var/log/app/*.log'",
            "  java -jar agent-client.jar tail --multiline java '/srv/**/logs/*.log'",
            "  java -jar agent-client.jar tail --once --from beginning access.log"
        })
final class TailCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Mixin TailOptions options = new TailOptions();
    @Mixin EventOptions events = new EventOptions();
    @Mixin StatusOptions status = new StatusOptions();
    @Mixin HelpOption help = new HelpOption();

    private final Surroundings surroundings;

    TailCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSource source = OptionKeys.source(spec, surroundings);
        AgentConfig config = OptionKeys.read(spec, source::tail);
        EventLog log = new EventLog(spec.commandLine().getErr(), surroundings.clock());
        try (TailRun run = started(source, config, log)) {
            StatusServer told = status(config, run);
            try (told) {
                return run.run();
            }
        }
    }

    private TailRun started(ConfigSource source, AgentConfig config, EventLog log) {
        try {
            return new TailRun(source, config, surroundings, log);
        } catch (PositionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Null where nobody wants to know. */
    private @Nullable StatusServer status(AgentConfig config, TailRun run) {
        Server address = config.status();
        if (address == null) {
            return null;
        }
        try {
            StatusMetrics metrics = new StatusMetrics(run::state);
            return StatusServer.open(address, () -> StatusText.of(run.state()), metrics::text);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "status: expected a free port, found " + address + " (" + e.getMessage() + ")",
                    e);
        }
    }
}
