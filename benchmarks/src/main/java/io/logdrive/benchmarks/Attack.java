package io.logdrive.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What the worst queries of many clients at once cost the inserts, and how they are answered.
 *
 * <p>Confined to the main thread.
 */
final class Attack implements Part {
    private static final int CLIENTS = 50;
    private static final int CONNECTIONS = 4;
    private static final Duration BEGIN = Duration.ofSeconds(3);
    private static final Duration STEADY = Duration.ofSeconds(30);

    private final QueryPlan.Load load;
    private final Sample alone = new Sample();
    private final Sample attacked = new Sample();

    Attack(QueryPlan.Load load) {
        this.load = load;
    }

    @Override
    public String measure(FilledServer on) throws Exception {
        on.pipeline().send(load.lines(), CONNECTIONS);
        StringBuilder answers = new StringBuilder();
        answers.append("\n| answer | how often | s: median | max |\n|---|---:|---:|---:|\n");
        for (int run = 1; run <= load.runs(); run++) {
            on.database().settle(on.server().data());
            alone.add(on.pipeline().send(load.lines(), CONNECTIONS).storedRate());
            on.database().settle(on.server().data());
            attacked(on, run == load.runs() ? answers : new StringBuilder());
            on.progress()
                    .say("run %d: alone %,.0f, attacked %,.0f", run, alone.last(), attacked.last());
        }
        return String.format(
                        Locale.ROOT,
                        "%d clients, each with one of %d queries over all time with timeout=60s,"
                                + " asked again at once, after a refusal in a second.%n%n",
                        CLIENTS,
                        Attackers.WORST.size())
                + "| lines/s stored, all that is taken | min | median | max |\n"
                + "|---|---:|---:|---:|\n"
                + row("alone", "%,.0f", alone)
                + row("attacked", "%,.0f", attacked)
                + row("attacked ÷ alone", "%.2f", attacked.over(alone))
                + "\n"
                + steady(on)
                + answers;
    }

    private void attacked(FilledServer on, StringBuilder answers) throws Exception {
        Api.Ledger before = on.api().ledger();
        try (Attackers attackers = Attackers.start(on.server(), CLIENTS)) {
            on.server().awaitWhileRunning(BEGIN);
            attacked.add(on.pipeline().run(load.lines(), CONNECTIONS).storedRate());
            append(answers, attackers);
        }
        Pipeline.check(before, on.api().ledger(), load.lines());
    }

    /** At a rate that leaves room: whether it is kept. */
    private String steady(FilledServer on) throws Exception {
        try (SteadyLoad steady =
                SteadyLoad.start(on.layout(), on.server(), on.api(), load.linesPerSecond())) {
            on.server().awaitWhileRunning(BEGIN);
            SteadyLoad.Mark begin = steady.mark();
            on.server().awaitWhileRunning(STEADY);
            SteadyLoad.Mark between = steady.mark();
            try (Attackers attackers = Attackers.start(on.server(), CLIENTS)) {
                on.server().awaitWhileRunning(STEADY);
                SteadyLoad.Mark end = steady.mark();
                return String.format(
                        Locale.ROOT,
                        "With %,d lines/s sent: alone %,.0f, attacked **%,.0f lines/s** stored, %,d"
                                + " lines waiting after %d s and %d answers.%n",
                        load.linesPerSecond(),
                        begin.rateUntil(between),
                        between.rateUntil(end),
                        end.queued(),
                        STEADY.toSeconds(),
                        attackers.answers().values().stream().mapToInt(Sample::count).sum());
            }
        }
    }

    private static void append(StringBuilder table, Attackers attackers) {
        for (Map.Entry<String, Sample> answer : attackers.answers().entrySet()) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %d | %.1f | %.1f |%n",
                            answer.getKey(),
                            answer.getValue().count(),
                            answer.getValue().median(),
                            answer.getValue().max()));
        }
    }

    private static String row(String name, String format, Sample sample) {
        return "| "
                + name
                + " | "
                + String.format(Locale.ROOT, format, sample.min())
                + " | "
                + String.format(Locale.ROOT, format, sample.median())
                + " | "
                + String.format(Locale.ROOT, format, sample.max())
                + " |\n";
    }
}
