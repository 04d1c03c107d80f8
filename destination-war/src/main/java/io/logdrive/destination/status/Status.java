package io.logdrive.destination.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.query.JsonObject;
import io.logdrive.destination.store.RecentCommits;
import io.logdrive.destination.store.StoreStatus;
import io.logdrive.payara.figures.History;
import io.logdrive.payara.figures.Series;
import io.logdrive.payara.figures.Span;
import io.logdrive.payara.figures.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What is answered about the destination itself. Thread-safe. */
public final class Status {
    private static final double ROUNDED_TO = 1_000;

    private final StoreStatus store;
    private final IntSupplier connections;
    private final Map<String, String> configuration;
    private final Instant started;
    private final Standing standing;
    private final History history;

    /**
     * Begins now.
     *
     * @param connections how many are open
     * @param configuration every key with its value in force, secrets masked
     */
    public Status(
            StoreStatus store,
            IntSupplier connections,
            Map<String, String> configuration,
            Clock clock) {
        this.store = store;
        this.connections = connections;
        this.configuration = configuration;
        this.started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.standing = new Standing(clock);
        RecentCommits commits = store.commits();
        this.history =
                new History(
                        List.of(
                                Series.perSecond("rowsPerSecond", commits::rows),
                                Series.perSecond("batchesPerSecond", commits::batches),
                                Series.mean("commitMillis", commits::millis, commits::commits),
                                Series.last("waitingBatches", store::waitingBatches)),
                        clock,
                        System.nanoTime());
    }

    /** For the timer, once a second. */
    public void look() {
        history.look(System.nanoTime());
        now();
    }

    /** Figures of the past as JSON. */
    public String history(Span span) {
        return history.json(span);
    }

    /** The configuration in force as JSON. */
    public String configuration() {
        return JsonObject.of(
                json -> {
                    for (Map.Entry<String, String> each : configuration.entrySet()) {
                        json.writeStringField(each.getKey(), each.getValue());
                    }
                });
    }

    /** What it does and how it is as JSON. */
    public String status() {
        Standing.Now now = now();
        RecentCommits.Minute minute = store.commits().lastMinute(System.nanoTime());
        return JsonObject.of(
                json -> {
                    json.writeStringField("state", now.state().word());
                    json.writeStringField("reason", now.reason());
                    json.writeStringField("since", now.since().toString());
                    json.writeStringField("started", started.toString());
                    json.writeStringField("version", Version.logdrive());
                    json.writeStringField("java", Version.java());
                    json.writeObjectFieldStart("database");
                    json.writeStringField("kind", store.kind());
                    json.writeStringField("version", store.version());
                    json.writeStringField("address", store.address());
                    json.writeEndObject();
                    number(json, "rowsPerSecond", minute.rowsPerSecond());
                    json.writeObjectFieldStart("commitMillis");
                    number(json, "mean", minute.meanMillis());
                    number(json, "max", minute.maxMillis());
                    json.writeEndObject();
                    json.writeNumberField("waitingBatches", store.waitingBatches());
                    json.writeNumberField("connections", connections.getAsInt());
                    json.writeObjectFieldStart("disk");
                    whole(json, "freeBytes", store.freeBytes());
                    json.writeNumberField("reserveBytes", store.reserveBytes());
                    whole(json, "databaseBytes", store.databaseBytes());
                    json.writeEndObject();
                });
    }

    private Standing.Now now() {
        RecentCommits commits = store.commits();
        long quiet = commits.any() ? commits.quietNanos(System.nanoTime()) : Long.MAX_VALUE;
        return standing.look(store.waitsFor(), store.waitingBatches(), quiet);
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, Math.rint(value * ROUNDED_TO) / ROUNDED_TO);
        }
    }

    private static void whole(JsonGenerator json, String name, @Nullable Long value)
            throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
