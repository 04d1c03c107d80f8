package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.TimeText;
import io.logdrive.wire.Utf8Text;
import io.logdrive.wire.WordCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a parser has found in a line of text so far.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LineDraft {
    private final LineBytes line;
    private final FieldsText fields = new FieldsText();
    private boolean processIsService = true;
    private boolean replaced;
    private long timeMicros;
    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private byte[] body = {};
    private int bodyFrom;
    private int bodyStop;

    LineDraft(LineBytes line) {
        this.line = line;
    }

    /** Whether a process that the line names is its service, too (decision 0092). */
    void processIsService(boolean allowed) {
        processIsService = allowed;
    }

    void reset() {
        fields.reset();
        replaced = false;
        timeMicros = TimeText.NO_TIME;
        level = null;
        service = null;
        host = null;
        body(line.start(), line.end());
    }

    FieldsText fields() {
        return fields;
    }

    void time(long micros) {
        timeMicros = micros;
    }

    boolean hasTime() {
        return timeMicros != TimeText.NO_TIME;
    }

    void level(@Nullable Level found) {
        level = found;
    }

    @Nullable Level level() {
        return level;
    }

    boolean hasService() {
        return service != null;
    }

    void service(byte[] bytes, int from, int stop) {
        service = clean(Utf8Text.decode(bytes, from, stop - from));
    }

    boolean hasHost() {
        return host != null;
    }

    void host(byte[] bytes, int from, int stop) {
        host = clean(Utf8Text.decode(bytes, from, stop - from));
    }

    void host(int from, int stop) {
        host = shared(from, stop);
    }

    void process(int from, int stop) {
        fields.text("process", line.bytes(), from, stop);
        if (processIsService) {
            service = shared(from, stop);
        }
    }

    void text(String name, int from, int stop) {
        fields.text(name, line.bytes(), from, stop);
    }

    void value(String name, int from, int stop) {
        fields.value(name, line.bytes(), from, stop);
    }

    void body(int from, int stop) {
        body(line.bytes(), from, stop);
    }

    void body(byte[] bytes, int from, int stop) {
        body = bytes;
        bodyFrom = Math.min(from, stop);
        bodyStop = stop;
    }

    int bodyFrom() {
        return bodyFrom;
    }

    /** Null when the fields would not fit a column. */
    @Nullable LogRecord toRecord(long receivedMicros, int flags) {
        String text = clean(Utf8Text.decode(body, bodyFrom, bodyStop - bodyFrom));
        Utf8Text more = fields.take();
        String rest = more == null ? null : clean(more);
        if (rest != null && rest.length() > JsonLineParser.FIELDS_CHARS_MAX) {
            return null;
        }
        int all = replaced ? flags | RecordFlags.REPLACED : flags;
        boolean assumed = timeMicros == TimeText.NO_TIME;
        return new LogRecord(
                assumed ? receivedMicros : timeMicros,
                receivedMicros,
                level,
                service,
                host,
                text,
                List.of(),
                rest,
                assumed ? all | RecordFlags.TIME_ASSUMED : all);
    }

    private String shared(int from, int stop) {
        WordCache.Word word = line.shared(from, stop);
        replaced |= word.replaced();
        return word.text();
    }

    private String clean(Utf8Text text) {
        replaced |= text.replaced();
        return text.text();
    }
}
