package io.logdrive.payara.figures;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Figures of the past, in rings of fixed size: one for each {@link Span}.
 *
 * <p>Steps go by the monotonic clock from the start on, so that a wall clock that is set moves the
 * end of the last step and no value. Thread-safe.
 */
public final class History {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double ROUNDED_TO = 1_000;

    /** What is beyond is not told to three places anyway. */
    private static final double ROUNDED_MAX = 1e12;

    private final List<Series> series;
    private final Clock clock;
    private final long startNanos;

    @GuardedBy("this")
    private final Map<Span, Ring> rings = new EnumMap<>(Span.class);

    @GuardedBy("this")
    private final double[] first;

    @GuardedBy("this")
    private final double[] second;

    @GuardedBy("this")
    private long lookNanos;

    @GuardedBy("this")
    private Instant lookTime;

    /** Begins now, with nothing measured. */
    public History(List<Series> series, Clock clock, long nowNanos) {
        this.series = List.copyOf(series);
        this.clock = clock;
        this.startNanos = nowNanos;
        this.lookNanos = nowNanos;
        this.lookTime = clock.instant();
        this.first = new double[series.size()];
        this.second = new double[series.size()];
        read();
        for (Span span : Span.values()) {
            Ring ring = new Ring(this.series, span);
            ring.begin(first, second, nowNanos);
            rings.put(span, ring);
        }
    }

    /** For the timer, once a second. */
    public synchronized void look(long nowNanos) {
        // To the nearest: a timer is now a little early, now a little late.
        long seconds = (nowNanos - startNanos + SECOND / 2) / SECOND;
        read();
        lookNanos = nowNanos;
        lookTime = clock.instant();
        rings.values().forEach(ring -> ring.look(seconds, first, second, nowNanos));
    }

    /** All series of a span as JSON: what is not measured is null, the oldest comes first. */
    public synchronized String json(Span span) {
        Ring ring = Objects.requireNonNull(rings.get(span));
        long endNanos = startNanos + ring.endSeconds() * SECOND;
        Instant end = lookTime.plusNanos(endNanos - lookNanos).truncatedTo(ChronoUnit.MILLIS);
        StringBuilder json = new StringBuilder(series.size() * span.steps() * 6 + 200);
        json.append("{\"span\":\"").append(span.word());
        json.append("\",\"stepSeconds\":").append(span.stepSeconds());
        json.append(",\"end\":\"").append(end);
        json.append("\",\"series\":{");
        for (int i = 0; i < series.size(); i++) {
            json.append(i == 0 ? "\"" : ",\"").append(series.get(i).name()).append("\":[");
            String comma = "";
            for (double value : ring.values(i)) {
                json.append(comma);
                append(json, value);
                comma = ",";
            }
            json.append(']');
        }
        return json.append("}}").toString();
    }

    @GuardedBy("this")
    private void read() {
        for (int i = 0; i < first.length; i++) {
            first[i] = series.get(i).first();
            second[i] = series.get(i).second();
        }
    }

    private static void append(StringBuilder json, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.append("null");
            return;
        }
        double rounded =
                Math.abs(value) < ROUNDED_MAX ? Math.rint(value * ROUNDED_TO) / ROUNDED_TO : value;
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < Long.MAX_VALUE) {
            json.append((long) rounded);
        } else {
            json.append(rounded);
        }
    }
}
