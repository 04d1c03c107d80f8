package io.logdrive.agent;

import io.logdrive.agent.config.AgentConfig;
import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.position.PositionException;
import io.logdrive.agent.send.Uplink;
import io.logdrive.agent.tail.TailConfig;
import io.logdrive.agent.tail.TailEvents;
import io.logdrive.agent.tail.Tailer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "1:with --once, something was not acknowledged",
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
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Spec CommandSpec spec;

    @Mixin TailOptions options = new TailOptions();
    @Mixin CutOptions cut = new CutOptions();
    @Mixin AttributeOptions attributes = new AttributeOptions();
    @Mixin ShapeOptions shape = new ShapeOptions();
    @Mixin UplinkOptions to = new UplinkOptions();
    @Mixin StatusOptions status = new StatusOptions();
    @Mixin ConfigOptions configuration = new ConfigOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Surroundings surroundings;

    TailCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSource source = OptionKeys.source(spec, surroundings);
        AgentConfig config = OptionKeys.read(spec, source::tail);
        EventLog log = new EventLog(spec.commandLine().getErr(), surroundings.clock());
        TailEvents events = new TailEvents(log::say);
        Uplink uplink = new Uplink(config.uplink(), new LoggedUplink(log));
        try (uplink;
                Tailer tailer = tailer(config.tail(), uplink, events)) {
            return run(config.tail(), uplink, tailer, events, log);
        }
    }

    private Tailer tailer(TailConfig config, Uplink uplink, TailEvents events) {
        try {
            return new Tailer(config, uplink::put, events, surroundings.epochMicros());
        } catch (PositionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int run(
            TailConfig config, Uplink uplink, Tailer tailer, TailEvents events, EventLog log)
            throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        surroundings.interrupts().listen(() -> interrupted.set(true));
        uplink.start();
        tailer.start();
        boolean done = false;
        while (!done && !interrupted.get() && uplink.fault() == null) {
            done = tailer.await(LOOK_NANOS);
        }
        tailer.stop();
        uplink.close(TailConfig.STOP_MAX);
        int left = uplink.unacknowledged();
        log.say("tail-stopped events=" + events.sentEvents() + " unacknowledged-chunks=" + left);
        Throwable fault = tailer.fault() == null ? uplink.fault() : tailer.fault();
        if (fault != null) {
            throw new IllegalStateException("tail: expected to go on, found " + fault, fault);
        }
        return config.once() && (left > 0 || !done) ? ExitCode.NOT_CONFIRMED : ExitCode.CONFIRMED;
    }
}
