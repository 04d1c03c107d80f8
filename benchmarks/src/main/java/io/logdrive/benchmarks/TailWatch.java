package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One tail that notes when each message came.
 *
 * <p>Thread-safe.
 */
final class TailWatch implements AutoCloseable {
    private static final int KEPT_MAX = 1_000_000;

    private final InputStream body;
    private final List<Arrival> arrivals = new ArrayList<>();
    private long dropped;

    private TailWatch(InputStream body) {
        this.body = body;
    }

    static TailWatch open(Api api) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = api.stream("/messages/tail?backlog=0&format=ndjson");
        if (answer.statusCode() != 200) {
            throw new BenchmarkException("tail: expected 200, found " + answer.statusCode());
        }
        TailWatch watch = new TailWatch(answer.body());
        Thread reader = new Thread(watch::read, "tail-watch");
        reader.setDaemon(true);
        reader.start();
        return watch;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    /** From the commit to the arrival, in milliseconds; empty when the database does not know. */
    synchronized Sample sinceCommit(Database database, Path data) throws SQLException {
        Sample millis = new Sample();
        if (arrivals.isEmpty()) {
            return millis;
        }
        long first = arrivals.get(0).id();
        Map<Long, Long> commits =
                database.commits(data, first, arrivals.get(arrivals.size() - 1).id());
        for (Arrival arrival : arrivals) {
            Long commit = commits.get(arrival.id());
            if (commit != null) {
                millis.add((arrival.micros() - commit) / 1e3);
            }
        }
        return millis;
    }

    /** From when ingest received the line to the arrival, in milliseconds. */
    synchronized Sample sinceReceived() {
        Sample millis = new Sample();
        ObjectMapper mapper = new ObjectMapper();
        for (Arrival arrival : arrivals) {
            try {
                JsonNode message = mapper.readTree(arrival.line());
                Instant received = Instant.parse(message.path("received").asText());
                millis.add((arrival.micros() - micros(received)) / 1e3);
            } catch (IOException e) {
                throw new BenchmarkException("tail: expected JSON, found " + arrival.line(), e);
            }
        }
        return millis;
    }

    /** How many messages it was not sent because it had its share. */
    synchronized long dropped() {
        return dropped;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line, micros(Instant.now()));
            }
        } catch (IOException e) {
            // It was closed: by us, or what came before is what there is.
            return;
        }
    }

    private synchronized void note(String line, long micros) {
        if (line.startsWith("{\"id\":") && arrivals.size() < KEPT_MAX) {
            int end = line.indexOf(',');
            long id = Long.parseLong(line, "{\"id\":".length(), end, 10);
            // Every tenth is enough, and the rest is work that others wait for.
            if (id % 10 == 0) {
                arrivals.add(new Arrival(id, micros, line));
            }
        } else if (line.startsWith("{\"dropped\":{\"count\":")) {
            dropped += Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** A message that came. Immutable. */
    private record Arrival(long id, long micros, String line) {}
}
