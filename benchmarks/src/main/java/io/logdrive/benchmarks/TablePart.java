package io.logdrive.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * The same number of lines into a table that holds more and more rows.
 *
 * <p>Confined to the main thread.
 */
final class TablePart implements LoadPart {
    private final List<Long> rows;
    private final int days;
    private final long lines;
    private final int runs;

    TablePart(List<Long> rows, int days, long lines, int runs) {
        this.rows = rows.stream().sorted().distinct().toList();
        this.days = days;
        this.lines = lines;
        this.runs = runs;
    }

    @Override
    public String title() {
        return Markdown.text("%,d lines into a table that grows", lines);
    }

    @Override
    public String measure(LoadBench on) throws Exception {
        Path data = on.emptyData();
        FilledData filled = new FilledData(on.layout(), on.database(), data);
        filled.makeSchema(on.options().with(on.database().settings(data)));
        Curve curve = new Curve("table", "rows before");
        long there = 0;
        for (int step = 0; step < rows.size(); step++) {
            // What warms the server up makes rows, too: they are a part of what is wanted.
            long more = rows.get(step) - there - on.warmUp();
            if (more > 0) {
                on.progress().say("filling with %,d rows ...", more);
                filled.add(more, days);
                there += more;
            }
            Session session = on.begin(data, on.options());
            session.expect(there);
            there = measure(on, session, curve);
            if (step < rows.size() - 1) {
                session.stop();
            } else {
                on.end(session);
            }
        }
        return Markdown.text(
                        "One database, filled past the destination with rows of the last %d"
                                + " day(s); for each step a new server, %d run(s) on it. Rows"
                                + " before: with those of the warm-up and of the steps before.%n%n",
                        days, runs)
                + curve.markdown(on.charts());
    }

    /** Answers how many rows there are then. */
    private long measure(LoadBench on, Session session, Curve curve) throws Exception {
        Api.Ledger ledger = session.api().ledger();
        if (ledger.stored() != session.rows() || ledger.missing() != 0) {
            throw new BenchmarkException(
                    "ledger: expected "
                            + session.rows()
                            + " stored, none missing, found "
                            + ledger);
        }
        for (int run = 1; run <= runs; run++) {
            Pipeline.Result result = session.send(lines, LoadBench.CONNECTIONS);
            curve.add(ledger.stored(), result);
            on.progress()
                    .say(
                            "%,d rows before, run %d: accepted %,.0f lines/s, stored %,.0f lines/s",
                            ledger.stored(), run, result.acceptedRate(), result.storedRate());
        }
        return session.rows();
    }
}
