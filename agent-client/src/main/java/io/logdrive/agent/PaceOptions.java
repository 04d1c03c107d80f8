package io.logdrive.agent;

import io.logdrive.agent.send.Batches;
import io.logdrive.agent.send.Bursts;
import io.logdrive.agent.send.Load;
import io.logdrive.agent.send.Rate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What there is beside a steady rate. Confined to the main thread. */
final class PaceOptions {
    static final String HEADING = "How fast, instead of RATE or beside it:";

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = {
                "Instead of RATE: N lines at once, 1..100000000, at the start and after each"
                        + " --interval.",
                "Default: none"
            })
    @Nullable Long batch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = IntervalText.class,
            description = {
                "With --batch: how long from one batch to the next, 250 (milliseconds), 250ms or"
                        + " 2s.",
                "Default: none"
            })
    @Nullable Duration interval;

    @Option(
            names = "--burst",
            paramLabel = "RATE:DURATION:EVERY",
            converter = BurstText.class,
            description = {
                "5000:10s:1m is, beside the steady RATE, 5000 lines per second more for 10 s, at"
                        + " the start and again after each minute.",
                "Default: none"
            })
    Bursts.@Nullable Burst burst;

    /**
     * What all options together ask for.
     *
     * @return null when that cannot be; the problems say why
     */
    @Nullable Load load(@Nullable Rate rate, List<String> problems) {
        return batch == null && interval == null ? steady(rate, problems) : batches(rate, problems);
    }

    private @Nullable Load steady(@Nullable Rate rate, List<String> problems) {
        if (rate == null) {
            problems.add("RATE: expected 1.." + Rate.LINES_PER_SECOND_MAX + " or max, found none");
            return null;
        }
        if (burst == null) {
            return rate;
        }
        if (rate.unpaced()) {
            problems.add("--burst: expected with a RATE that is a number, found with max");
            return null;
        }
        return new Bursts(rate, burst);
    }

    private @Nullable Load batches(@Nullable Rate rate, List<String> problems) {
        int before = problems.size();
        if (rate != null) {
            String found = rate.unpaced() ? "max" : "" + rate.linesPerSecond();
            problems.add("RATE: expected none beside --batch, found " + found);
        }
        if (batch == null) {
            problems.add("--interval: expected with --batch, found without");
        } else if (batch < 1 || batch > Batches.LINES_MAX) {
            problems.add("--batch: expected 1.." + Batches.LINES_MAX + ", found " + batch);
        }
        if (interval == null) {
            problems.add("--batch: expected with --interval, found without");
        }
        if (burst != null) {
            problems.add("--burst: expected without --batch, found with");
        }
        return batch == null || interval == null || problems.size() > before
                ? null
                : new Batches(batch, interval);
    }
}
