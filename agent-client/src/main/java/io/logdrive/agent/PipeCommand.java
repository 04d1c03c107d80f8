package io.logdrive.agent;

import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.config.PipeConfig;
import io.logdrive.agent.send.Uplink;
import io.logdrive.agent.tail.Pipe;
import io.logdrive.agent.tail.TailConfig;
import io.logdrive.agent.tail.TailEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code app | agent-client.jar pipe}: sends what comes on standard input.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "pipe",
        customSynopsis = "app | java -jar agent-client.jar pipe [OPTIONS]",
        sortOptions = false,
        description = {
            "",
            "Sends what comes on standard input, each line acknowledged, and ends when the input"
                    + " has ended and everything is. What writes to it waits when the server does"
                    + " not keep up.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything that came is acknowledged",
            "1:something that came is not acknowledged",
            "2:the command line is wrong; nothing was read",
            "3:a fault of the agent, or the input could not be read",
            "130:ended at once by a second Ctrl+C",
            "143:ended at once by a second SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./app 2>&1 | java -jar agent-client.jar pipe --name app",
            "  ./app | java -jar agent-client.jar pipe --tee --multiline java > app.log"
        })
final class PipeCommand implements Callable<Integer> {
    private static final Duration EVER = Duration.ofDays(36_500);

    @Spec CommandSpec spec;

    @Mixin PipeOptions options = new PipeOptions();
    @Mixin EventOptions events = new EventOptions();
    @Mixin HelpOption help = new HelpOption();

    private final Surroundings surroundings;
    private final InputStream in;
    private final PrintStream out;

    PipeCommand(Surroundings surroundings, InputStream in, PrintStream out) {
        this.surroundings = surroundings;
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ConfigSource source = OptionKeys.source(spec, surroundings);
        PipeConfig config = OptionKeys.read(spec, source::pipe);
        EventLog log = new EventLog(spec.commandLine().getErr(), surroundings.clock());
        try (Uplink uplink = new Uplink(config.uplink(), new LoggedUplink(log))) {
            uplink.start();
            return run(config, uplink, log);
        }
    }

    private int run(PipeConfig config, Uplink uplink, EventLog log)
            throws IOException, InterruptedException {
        Pipe pipe =
                new Pipe(
                        config.cut(),
                        config.leaving(),
                        config.name(),
                        uplink::put,
                        surroundings.epochMicros(),
                        () -> config.uplink().gzip());
        if (config.rateMax() > 0) {
            pipe.limit(config.rateMax(), new TailEvents(log::say));
        }
        AtomicBoolean stopped = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        surroundings
                .interrupts()
                .listen(
                        () -> {
                            stopped.set(true);
                            pipe.stop();
                            interruptLater(caller);
                        });
        try {
            pipe.run(in, config.tee() ? this::pass : (bytes, count) -> {});
            Duration most = config.confirmTimeout();
            uplink.close(most == null ? EVER : most);
        } catch (InterruptedException e) {
            // What was taken in had its time.
            uplink.close();
        } catch (IOException e) {
            uplink.close(TailConfig.STOP_MAX);
            throw e;
        }
        Throwable fault = uplink.fault();
        if (fault != null) {
            throw new IllegalStateException("pipe: expected to go on, found " + fault, fault);
        }
        boolean ended = !stopped.get();
        int left = uplink.unacknowledged();
        log.say(
                "pipe-ended events="
                        + pipe.events()
                        + " unacknowledged-chunks="
                        + left
                        + (ended ? "" : " input=not read to its end"));
        return ended && left == 0 ? ExitCode.CONFIRMED : ExitCode.NOT_CONFIRMED;
    }

    /** Whoever wants it to end does not wait for a server that is away. */
    private static void interruptLater(Thread caller) {
        Thread later =
                new Thread(
                        () -> {
                            try {
                                caller.join(TailConfig.STOP_MAX.toMillis());
                                caller.interrupt();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "agent-stop");
        later.setDaemon(true);
        later.start();
    }

    private void pass(byte[] bytes, int count) throws IOException {
        out.write(bytes, 0, count);
        out.flush();
        if (out.checkError()) {
            throw new IOException("standard output: expected to write to it, found it closed");
        }
    }
}
