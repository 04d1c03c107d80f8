package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * All filled rows by the export, once in one go and once cut half way and resumed.
 *
 * <p>Confined to the main thread.
 */
final class Export implements Part {
    @Override
    public String measure(FilledServer on) throws Exception {
        GeneratedRows rows = on.rows();
        String path =
                "/messages/export?start="
                        + time(rows.startMicros() - 1_000_000)
                        + "&end="
                        + time(rows.endMicros())
                        + "&timeout=60s";
        int pauses = on.destination().gc(0).pauses();
        ExportedIds whole = new ExportedIds();
        double seconds = read(on.api(), path, whole, Long.MAX_VALUE);
        long heap = on.destination().heapPeak(pauses);
        check("export", whole, rows.count());
        on.progress().say("exported %,d rows in %.1f s", whole.rows(), seconds);

        ExportedIds twoParts = new ExportedIds();
        double firstSeconds = read(on.api(), path, twoParts, rows.count() / 2);
        String resumed = path + "&after=" + twoParts.lastId();
        double secondSeconds = read(on.api(), resumed, twoParts, Long.MAX_VALUE);
        check("export, cut and resumed", twoParts, rows.count());
        if (!twoParts.sameAs(whole)) {
            throw new BenchmarkException("export, cut and resumed: expected the same ids");
        }
        return String.format(
                Locale.ROOT,
                "| export | rows | distinct ids | s | rows/s | peak heap MiB |%n"
                        + "|---|---:|---:|---:|---:|---:|%n"
                        + "| in one go | %,d | %,d | %.1f | %,.0f | %d |%n"
                        + "| cut after half, resumed behind its last row: the same ids"
                        + " | %,d | %,d | %.1f | %,.0f | |%n",
                whole.rows(),
                whole.distinct(),
                seconds,
                whole.rows() / seconds,
                heap >> 20,
                twoParts.rows(),
                twoParts.distinct(),
                firstSeconds + secondSeconds,
                twoParts.rows() / (firstSeconds + secondSeconds));
    }

    private static double read(Api api, String path, ExportedIds ids, long most)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<InputStream> answer = api.stream(path);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new BenchmarkException(
                        "GET " + path + ": expected 200, found " + answer.statusCode());
            }
            ids.read(body, most);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void check(String what, ExportedIds ids, long expected) {
        if (!ids.ended() || ids.rows() != expected || ids.distinct() != expected) {
            throw new BenchmarkException(
                    what
                            + ": expected "
                            + expected
                            + " rows and an end, found "
                            + ids.rows()
                            + " rows, "
                            + ids.distinct()
                            + " ids, end "
                            + ids.ended());
        }
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
