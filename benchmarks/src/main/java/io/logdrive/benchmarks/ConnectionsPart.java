package io.logdrive.benchmarks;

import java.util.List;

/**
 * The same number of lines over few and over many connections.
 *
 * <p>Confined to the main thread.
 */
final class ConnectionsPart implements LoadPart {
    private final List<Integer> connections;
    private final long lines;
    private final int runs;

    ConnectionsPart(List<Integer> connections, long lines, int runs) {
        this.connections = List.copyOf(connections);
        this.lines = lines;
        this.runs = runs;
    }

    @Override
    public String title() {
        return Markdown.text("%,d lines over more and more connections", lines);
    }

    @Override
    public String measure(LoadBench on) throws Exception {
        Session session = on.begin();
        Curve curve = new Curve("connections", "connections");
        for (int run = 1; run <= runs; run++) {
            for (int count : connections) {
                Pipeline.Result result = session.send(lines, count);
                curve.add(count, result);
                on.progress()
                        .say(
                                "run %d, connections %d: accepted %,.0f lines/s, stored %,.0f"
                                        + " lines/s",
                                run, count, result.acceptedRate(), result.storedRate());
            }
        }
        on.end(session);
        return Markdown.text("One server for all; %d run(s), in turn.%n%n", runs)
                + curve.markdown(on.charts());
    }
}
