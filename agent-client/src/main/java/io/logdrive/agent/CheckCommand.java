package io.logdrive.agent;

import io.logdrive.agent.config.AgentConfig;
import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.position.PositionException;
import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.Uplink;
import io.logdrive.agent.status.StatusClient;
import io.logdrive.agent.tail.TailCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code agent-client.jar check}: says what a start of {@code tail} would say, and changes nothing.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "check",
        customSynopsis = "java -jar agent-client.jar check [OPTIONS] [FILES...]",
        sortOptions = false,
        description = {
            "",
            "Does what tail does at its start with the same options, reports what it finds, and"
                    + " changes nothing. It may run beside the agent.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:tail would run",
            "1:the configuration is right, but a server or a file cannot be reached now",
            "2:the configuration or the checkpoint is wrong: tail would not start",
            "3:a fault of the agent"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar agent-client.jar check --config /etc/logdrive/agent.yaml",
            "  java -jar agent-client.jar check --server logs:5170 '/var/log/app/*.log'"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Mixin TailOptions options = new TailOptions();
    @Mixin EventOptions events = new EventOptions();
    @Mixin StatusOptions status = new StatusOptions();
    @Mixin HelpOption help = new HelpOption();

    private final Surroundings surroundings;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ConfigSource source = OptionKeys.source(spec, surroundings);
        AgentConfig config = OptionKeys.read(spec, source::tail);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path file = config.file();
        say(out, "configuration", file == null ? "right" : file + ": right");
        TailCheck tail = tail(config);
        boolean right = true;
        for (TailCheck.Found input : tail.inputs()) {
            right &= sayFiles(input, out, err);
        }
        say(out, "checkpoint", config.tail().checkpoint() + ": " + count(tail.known()) + " known");
        right &= sayStatus(config.status(), out, err);
        for (Server server : config.uplink().servers()) {
            right &= sayServer(config, server, out, err);
        }
        out.flush();
        err.flush();
        return right ? ExitCode.CONFIRMED : ExitCode.NOT_CONFIRMED;
    }

    private TailCheck tail(AgentConfig config) {
        try {
            return TailCheck.of(config.tail());
        } catch (PositionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static boolean sayFiles(TailCheck.Found found, PrintWriter out, PrintWriter err) {
        String patterns =
                found.input().include().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(" "));
        String there =
                found.files() == 0
                        ? "none yet, it will be waited for"
                        : String.format(
                                Locale.ROOT, "%s, %,d bytes", count(found.files()), found.bytes());
        say(out, "files", patterns + ": " + there);
        for (Path path : found.unreadable()) {
            err.println(path + ": expected a file that may be read, found one that may not");
        }
        return found.unreadable().isEmpty();
    }

    /** An agent that runs has the port: then it is that agent's. */
    private static boolean sayStatus(@Nullable Server address, PrintWriter out, PrintWriter err) {
        if (address == null) {
            return true;
        }
        try {
            boolean free = StatusClient.probe(address);
            say(out, "status", address + (free ? ": free" : ": an agent answers there"));
            return true;
        } catch (IOException e) {
            err.println(
                    "status: expected a free port, found " + address + " (" + e.getMessage() + ")");
            return false;
        }
    }

    private static boolean sayServer(
            AgentConfig config, Server server, PrintWriter out, PrintWriter err) {
        try {
            Uplink.probe(config.uplink(), server);
            say(out, "server", server + ": reached");
            return true;
        } catch (IOException e) {
            err.println("server " + server + ": expected to reach it, found " + e.getMessage());
            return false;
        }
    }

    private static String count(int files) {
        return files == 1 ? "1 file" : String.format(Locale.ROOT, "%,d files", files);
    }

    private static void say(PrintWriter out, String what, String text) {
        out.printf("%-15s%s%n", what, text);
    }
}
