package io.logdrive.agent;

import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendReport;
import io.logdrive.agent.send.Sender;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One run from its announcement to its summary. Confined to the main thread. */
final class SendRun {
    private final SendConfig config;
    private final long seed;
    private final Sender sender;
    private final PrintWriter out;
    private final boolean kept;

    /**
     * @param kept whether a file keeps the position
     */
    SendRun(SendConfig config, long seed, Sender sender, PrintWriter out, boolean kept) {
        this.config = config;
        this.seed = seed;
        this.sender = sender;
        this.out = out;
        this.kept = kept;
    }

    /**
     * Runs to the end.
     *
     * @param bar whether to draw a bar on the terminal
     * @param json where to write the summary for scripts, if anywhere
     * @return the exit code
     */
    int run(Surroundings surroundings, boolean bar, @Nullable PrintWriter json)
            throws IOException, InterruptedException {
        out.println(announcement());
        out.flush();
        surroundings.interrupts().listen(sender::stop);
        Instant start = surroundings.clock().instant();
        sender.start();
        try (ProgressDisplay display =
                bar
                        ? new ProgressBarDisplay(config, surroundings.terminal().stream())
                        : new ProgressLines(out)) {
            while (!sender.await(display.periodNanos())) {
                display.update(sender.progress());
            }
            display.end(sender.progress());
        }
        SendReport report = sender.report();
        out.print(new SummaryText(config, report, kept));
        out.flush();
        int exitCode = ExitCode.of(report);
        if (json != null) {
            json.println(new SummaryJson(config, report, start, seed).with(exitCode));
            if (json.checkError()) {
                throw new IOException("summary: expected to write it, found an error");
            }
        }
        return exitCode;
    }

    private String announcement() {
        Duration duration = config.duration();
        StringBuilder text = new StringBuilder();
        text.append("sending ").append(RateText.of(config.rate()));
        text.append(" to ").append(config.host()).append(':').append(config.port());
        text.append(String.format(Locale.ROOT, " over %,d ", config.connections()));
        text.append(config.connections() == 1 ? "connection" : "connections");
        text.append(config.ack() == null ? "" : ", acknowledged,");
        if (duration != null) {
            text.append(" for ").append(DurationText.of(duration));
        }
        if (config.lines() != Long.MAX_VALUE) {
            text.append(duration == null ? " until " : " or until ");
            text.append(String.format(Locale.ROOT, "%,d lines are sent", config.lines()));
        }
        if (duration == null && config.lines() == Long.MAX_VALUE) {
            text.append(" until Ctrl+C");
        }
        return text.append(" (seed ").append(seed).append(')').toString();
    }
}
