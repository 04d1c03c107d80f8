package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long searches take while lines arrive.
 *
 * <p>Confined to the main thread.
 */
final class Searches implements Part {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int WARM_UP_ROUNDS = 2;
    private static final int DEEP = 1_000;
    private static final String DAY = "?since=1d&timeout=60s";
    private static final String DEEP_PAGE = "/messages" + DAY + "&limit=100";

    private final int repeats;
    private final int linesPerSecond;
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final Map<String, Sample> millis = new LinkedHashMap<>();
    private final Map<String, Integer> partial = new LinkedHashMap<>();

    Searches(int repeats, int linesPerSecond) {
        this.repeats = repeats;
        this.linesPerSecond = linesPerSecond;
    }

    @Override
    public String measure(FilledServer on) throws Exception {
        try (SteadyLoad load =
                SteadyLoad.start(on.layout(), on.server(), on.api(), linesPerSecond)) {
            on.server().awaitWhileRunning(WARM_UP);
            SteadyLoad.Mark begin = load.mark();
            paths(on.api());
            on.progress().say("warming up ...");
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                round(on.api());
            }
            millis.clear();
            partial.clear();
            for (int round = 1; round <= repeats; round++) {
                round(on.api());
                on.progress().say("round %d of %d", round, repeats);
            }
            SteadyLoad.Mark end = load.mark();
            return table(begin, end);
        }
    }

    private void paths(Api api) throws IOException, InterruptedException {
        paths.put("newest page", "/messages?limit=100");
        paths.put("ERROR over a day", "/messages" + DAY + "&level=error&limit=100");
        paths.put("FATAL over a day, which are rare", "/messages" + DAY + "&level=fatal&limit=100");
        deepPage(api);
        paths.put("histogram of a day", "/messages/histogram" + DAY);
        paths.put("facets of a day (level, service, host)", "/messages/facets" + DAY);
        paths.put("text over a day, frequent", "/messages" + DAY + "&text=declined&limit=100");
        paths.put(
                "text over a day, rare",
                "/messages"
                        + DAY
                        + "&text="
                        + GeneratedRows.RARE_TEXT.replace(' ', '+')
                        + "&limit=100");
    }

    /** Walks there, as a person would who holds the key down. */
    private void deepPage(Api api) throws IOException, InterruptedException {
        String cursor = "";
        int page = 0;
        long begin = System.nanoTime();
        for (String next = "none"; page < DEEP && !next.isEmpty(); page++) {
            JsonNode answer =
                    api.destination(DEEP_PAGE + (cursor.isEmpty() ? "" : "&after=" + cursor));
            next = answer.path("next").asText("");
            cursor = next.isEmpty() ? cursor : next;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        paths.put(
                String.format(
                        Locale.ROOT, "page %,d by cursor (walked there in %.1f s)", page, seconds),
                DEEP_PAGE + "&after=" + cursor);
    }

    private void round(Api api) throws IOException, InterruptedException {
        for (Map.Entry<String, String> search : paths.entrySet()) {
            long begin = System.nanoTime();
            JsonNode answer = api.destination(search.getValue());
            double took = (System.nanoTime() - begin) / 1e6;
            millis.computeIfAbsent(search.getKey(), s -> new Sample()).add(took);
            partial.merge(
                    search.getKey(), answer.path("partial").asBoolean() ? 1 : 0, Integer::sum);
        }
    }

    private String table(SteadyLoad.Mark begin, SteadyLoad.Mark end) {
        StringBuilder table = new StringBuilder();
        table.append(
                String.format(
                        Locale.ROOT,
                        "Each %d times, in turn, while %,d lines/s were sent: **%,.0f lines/s**"
                                + " were stored meanwhile, %,d lines waited at the end.%n%n",
                        repeats,
                        linesPerSecond,
                        begin.rateUntil(end),
                        end.queued()));
        table.append("| ms | p50 | p95 | max | not complete |\n|---|---:|---:|---:|---:|\n");
        millis.forEach(
                (name, sample) ->
                        table.append(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %,.1f | %,.1f | %,.1f | %d |%n",
                                        name,
                                        sample.percentile(50),
                                        sample.percentile(95),
                                        sample.max(),
                                        partial.getOrDefault(name, 0))));
        return table.toString();
    }
}
