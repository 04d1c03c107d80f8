package io.logdrive.ingest.rules;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.TimeText;
import io.logdrive.wire.Utf8Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through the stages. One that no stage changes leaves as it came, without
 * anything made of it.
 *
 * <p>Confined to one thread.
 */
public final class RecordDraft {
    /** Fields beyond this many characters would not fit a column; what is more is not set. */
    public static final int FIELDS_CHARS_MAX = 1_000_000;

    private LineOrigin origin = LineOrigin.UNKNOWN;
    private @Nullable ParseRule parsedBy;
    private @Nullable LogRecord taken;
    private long timeMicros;
    private long receivedMicros;
    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private String body = "";
    private List<String> tags = List.of();
    private @Nullable String fields;
    private int flags;
    private boolean changed;
    private @Nullable String droppedBy;
    private boolean redacted;

    /** Whose lines follow. */
    public void origin(LineOrigin lines) {
        origin = lines;
    }

    /** Begins with what is known before a line is looked at. */
    void begin() {
        service = origin.service();
        host = origin.host();
        tags = origin.tags();
    }

    /** Begins with what a parser made of a line. */
    public void take(LogRecord parsed, @Nullable ParseRule rule) {
        taken = parsed;
        parsedBy = rule;
        timeMicros = parsed.timeMicros();
        receivedMicros = parsed.receivedMicros();
        level = parsed.level();
        service = parsed.service();
        host = parsed.host();
        body = parsed.body();
        tags = parsed.tags();
        fields = parsed.fields();
        flags = parsed.flags();
        changed = false;
        droppedBy = null;
        redacted = false;
    }

    /** What it has become. */
    public LogRecord toRecord() {
        if (!changed) {
            return Objects.requireNonNull(taken);
        }
        return new LogRecord(
                timeMicros, receivedMicros, level, service, host, body, tags, fields, flags);
    }

    /** Which entry of {@code parse} had the line; null when none was asked. */
    public @Nullable ParseRule parsedBy() {
        return parsedBy;
    }

    /** Whether a rule dropped it. */
    public boolean isDropped() {
        return droppedBy != null;
    }

    /** Which rule dropped it, or null. */
    public @Nullable String droppedBy() {
        return droppedBy;
    }

    /** Whether anything was replaced in it. */
    public boolean isRedacted() {
        return redacted;
    }

    LineOrigin origin() {
        return origin;
    }

    /** When the line was received, microseconds since the epoch. */
    public long receivedMicros() {
        return receivedMicros;
    }

    /** Its level, or null. */
    public @Nullable Level level() {
        return level;
    }

    @Nullable String service() {
        return service;
    }

    @Nullable String host() {
        return host;
    }

    String body() {
        return body;
    }

    List<String> tags() {
        return tags;
    }

    /** The text of a field, or null. */
    public @Nullable String field(String name) {
        return FieldsJson.text(fields, name);
    }

    /** Gives it a time of its own; {@link TimeText#NO_TIME} is none. */
    public void time(long micros) {
        if (micros != TimeText.NO_TIME) {
            timeMicros = micros;
            flags &= ~RecordFlags.TIME_ASSUMED;
            changed = true;
        }
    }

    /** Gives it a level. */
    public void level(Level found) {
        if (level != found) {
            level = found;
            changed = true;
        }
    }

    void service(String name) {
        service = name;
        changed = true;
    }

    void host(String name) {
        host = name;
        changed = true;
    }

    void field(String name, String text) {
        int length = fields == null ? 0 : fields.length();
        // What the line says itself counts more than what would not fit beside it.
        if (length + name.length() + text.length() + 8 <= FIELDS_CHARS_MAX) {
            fields = FieldsJson.with(fields, name, Utf8Text.clean(text).text());
            changed = true;
        }
    }

    /** Takes a field away, of which something else was made. */
    public void removeField(String name) {
        if (fields != null) {
            fields = FieldsJson.without(fields, name);
            changed = true;
        }
    }

    void tag(String label) {
        if (!tags.contains(label)) {
            List<String> more = new ArrayList<>(tags);
            more.add(label);
            tags = List.copyOf(more);
            changed = true;
        }
    }

    void drop(String rule) {
        droppedBy = rule;
    }

    void redact(UnaryOperator<String> redaction) {
        String less = redaction.apply(body);
        String rest = fields == null ? null : FieldsJson.mapped(fields, redaction);
        if (!less.equals(body) || !Objects.equals(rest, fields)) {
            body = less;
            fields = rest;
            redacted = true;
            changed = true;
        }
    }
}
