package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.logdrive.wire.Level;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that the pipeline stored, for the floors to insert: as many as needed by going round, with
 * times that go on, so that the index on the time grows at its end as it does in the pipeline.
 *
 * <p>Immutable.
 */
final class SampleRows implements Rows {
    /** More would not fit beside a database into the heap that the server has as well. */
    private static final int ROWS_MAX = 100_000;

    private static final int PAGE = 10_000;

    private final List<SampleRow> rows;
    private final long spanMicros;

    SampleRows(List<SampleRow> rows) {
        if (rows.isEmpty()) {
            throw new BenchmarkException("messages: expected some to sample, found none");
        }
        this.rows = List.copyOf(rows);
        this.spanMicros = rows.get(rows.size() - 1).timeMicros() - rows.get(0).timeMicros() + 1;
    }

    /** Takes them from a running server. */
    static SampleRows fetch(Api api) throws IOException, InterruptedException {
        List<SampleRow> rows = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = api.messages(PAGE, after);
            page.path("messages").forEach(message -> rows.add(row(message)));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && rows.size() < ROWS_MAX);
        return new SampleRows(rows);
    }

    @Override
    public SampleRow row(long number) {
        SampleRow row = rows.get((int) (number % rows.size()));
        long shift = number / rows.size() * spanMicros;
        return new SampleRow(
                row.timeMicros() + shift,
                row.receivedMicros() + shift,
                row.level(),
                row.texts(),
                row.origin(),
                number);
    }

    private static SampleRow row(JsonNode message) {
        if (message.has("flags")) {
            throw new BenchmarkException(
                    "message "
                            + message.path("id")
                            + ": expected no flags, found "
                            + message.path("flags"));
        }
        Level level = Level.ofWord(message.path("level").asText());
        JsonNode fields = message.path("fields");
        JsonNode tags = message.path("tags");
        return new SampleRow(
                micros(message.path("time").asText()),
                micros(message.path("received").asText()),
                level == null ? null : level.number(),
                new SampleRow.Texts(
                        textOrNull(message.path("service")),
                        textOrNull(message.path("host")),
                        tags.isMissingNode() ? null : tags.toString(),
                        message.path("message").asText(),
                        fields.isMissingNode() ? null : fields.toString()),
                UUID.fromString(message.path("origin").asText()),
                message.path("sequence").asLong());
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static long micros(String text) {
        Instant instant = Instant.parse(text);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
