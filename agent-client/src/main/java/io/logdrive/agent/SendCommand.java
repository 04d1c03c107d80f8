package io.logdrive.agent;

import io.logdrive.agent.position.PositionException;
import io.logdrive.agent.send.Load;
import io.logdrive.agent.send.Rate;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.Sender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code agent-client.jar RATE}: sends generated lines. It is the command that needs no verb; verbs
 * are sub-commands beside it, so the rate is only demanded where no verb was given.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "agent-client",
        customSynopsis = {
            "java -jar agent-client.jar [OPTIONS] RATE",
            "       java -jar agent-client.jar [OPTIONS] --batch N --interval TIME"
        },
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "",
            "Sends generated log lines at a steady rate, in batches or in bursts, to Logdrive, or"
                    + " to anything else that takes lines over TCP, and says whether the server"
                    + " has them. With --ack each line is acknowledged, and sent again until it"
                    + " is.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the server confirmed every line that was sent, or with --position already had",
            "1:something that was sent is not confirmed, or nothing could be sent",
            "2:the command line or the position is wrong; nothing was sent",
            "3:a fault of the agent, or the summary could not be written",
            "130:ended at once by a second Ctrl+C",
            "143:ended at once by a second SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar agent-client.jar 1000",
            "  java -jar agent-client.jar 5000 --duration 2m --connections 8",
            "  java -jar agent-client.jar max --lines 1000000 --connections 4 --seed 7",
            "  java -jar agent-client.jar max --ack --lines 1000000 --connections 4",
            "  java -jar agent-client.jar 500 --burst 5000:10s:1m --duration forever",
            "  java -jar agent-client.jar --batch 200 --interval 250 --format logfmt",
            "  java -jar agent-client.jar 100 --levels INFO=80,WARN=15,ERROR=5 --field env=prod",
            "  java -jar agent-client.jar 100 --host logs.example.org --summary-json run.json",
            "",
            "Ctrl+C ends a run in order: the server is given 10 s to confirm, and the summary"
                    + " comes."
        })
final class SendCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "RATE",
            hideParamSyntax = true,
            converter = RateText.class,
            description = {
                "Lines per second over all connections, 1..100000000, or max: as many as the"
                        + " server takes."
            })
    @Nullable Rate rate;

    @Mixin PaceOptions pace = new PaceOptions();
    @Mixin GenerateOptions generate = new GenerateOptions();
    @Mixin SendOptions send = new SendOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    private final Surroundings surroundings;

    SendCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SendConfig config = config();
        long seed = generate.seed == null ? surroundings.newSeed().getAsLong() : generate.seed;
        try (PrintWriter json = openSummary();
                Sources sources = openSources(config, seed)) {
            Sender sender = sources.sender(surroundings);
            boolean toStandardOutput = "-".equals(send.summaryJson);
            PrintWriter out =
                    toStandardOutput ? spec.commandLine().getErr() : spec.commandLine().getOut();
            boolean bar = surroundings.terminal().present() && !toStandardOutput;
            SendRun run = new SendRun(config, seed, sender, out, send.position != null);
            return run.run(surroundings, bar, json);
        }
    }

    /** What was asked for; all that is wrong with it is said at once. */
    private SendConfig config() {
        List<String> problems = new ArrayList<>();
        Load load = pace.load(rate, problems);
        generate.check(problems);
        send.check(generate, problems);
        if (load == null || !problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        return new SendConfig(
                send.host,
                send.port,
                send.connections,
                load,
                generate.durationOrDefault(),
                generate.linesOrDefault(),
                send.confirmTimeout,
                send.ackOrNull(generate.lineBytesMax()));
    }

    private Sources openSources(SendConfig config, long seed) {
        try {
            return new Sources(config, generate, seed, send.position);
        } catch (PositionException | InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Opened before the run, so that nobody learns only after it that it cannot be written. */
    private @Nullable PrintWriter openSummary() {
        if (send.summaryJson == null) {
            return null;
        }
        if (send.summaryJson.equals("-")) {
            return new PrintWriter(spec.commandLine().getOut()) {
                @Override
                public void close() {
                    flush();
                }
            };
        }
        try {
            return new PrintWriter(Files.newBufferedWriter(Path.of(send.summaryJson)));
        } catch (IOException | InvalidPathException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--summary-json: expected a file that can be written, found "
                            + send.summaryJson
                            + " ("
                            + e
                            + ")",
                    e);
        }
    }
}
