package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A record whose long texts, the message and the fields, are still the UTF-8 they came in: who
 * stores them as bytes needs no strings, and one object instead of five waits for the database. The
 * bytes are clean as those of a {@link LogRecord}: well-formed, without NUL.
 *
 * <p>Immutable as long as nobody writes to the bytes.
 */
public final class EncodedRecord {
    private static final int NONE = -1;

    private final long timeMicros;
    private final long receivedMicros;
    private final @Nullable Level level;
    private final @Nullable String service;
    private final @Nullable String host;
    private final List<String> tags;
    private final int flags;
    private final byte[] bytes;
    private final int bodyStart;
    private final int bodyLength;
    private final int fieldsStart;
    private final int fieldsLength;

    /** Takes what {@code read} has read, whose texts lie in {@code bytes}. */
    EncodedRecord(BatchRecord read, long timeMicros, byte[] bytes) {
        this.timeMicros = timeMicros;
        this.receivedMicros = read.receivedMicros();
        this.level = read.level();
        this.service = read.service();
        this.host = read.host();
        this.tags = read.tags();
        this.flags = read.flags();
        this.bytes = bytes;
        this.bodyStart = read.bodyStart();
        this.bodyLength = read.bodyLength();
        this.fieldsStart = read.hasFields() ? read.fieldsStart() : 0;
        this.fieldsLength = read.hasFields() ? read.fieldsLength() : NONE;
    }

    private EncodedRecord(LogRecord plain, byte[] body, byte @Nullable [] fields) {
        this.timeMicros = plain.timeMicros();
        this.receivedMicros = plain.receivedMicros();
        this.level = plain.level();
        this.service = plain.service();
        this.host = plain.host();
        this.tags = plain.tags();
        this.flags = plain.flags();
        this.bodyStart = 0;
        this.bodyLength = body.length;
        this.fieldsStart = body.length;
        this.fieldsLength = fields == null ? NONE : fields.length;
        this.bytes = fields == null ? body : joined(body, fields);
    }

    /** Encodes the texts of {@code plain}. */
    public static EncodedRecord of(LogRecord plain) {
        String fields = plain.fields();
        return new EncodedRecord(
                plain,
                plain.body().getBytes(UTF_8),
                fields == null ? null : fields.getBytes(UTF_8));
    }

    /** Event time, microseconds since the epoch. */
    public long timeMicros() {
        return timeMicros;
    }

    /** When the listener read it, microseconds since the epoch. */
    public long receivedMicros() {
        return receivedMicros;
    }

    public @Nullable Level level() {
        return level;
    }

    public @Nullable String service() {
        return service;
    }

    public @Nullable String host() {
        return host;
    }

    public List<String> tags() {
        return tags;
    }

    /** Bits of {@link RecordFlags}. */
    public int flags() {
        return flags;
    }

    /** The message, decoded anew with each call. */
    public String body() {
        return new String(bytes, bodyStart, bodyLength, UTF_8);
    }

    /** The fields as the text of a JSON object, decoded anew with each call. */
    public @Nullable String fields() {
        return hasFields() ? new String(bytes, fieldsStart, fieldsLength, UTF_8) : null;
    }

    public boolean hasFields() {
        return fieldsLength != NONE;
    }

    /** Bytes of the message. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Bytes of the fields, which must be there. */
    public int fieldsLength() {
        return Objects.checkIndex(fieldsLength, Integer.MAX_VALUE);
    }

    /** Copies the bytes of the message. */
    public void copyBody(byte[] to, int at) {
        System.arraycopy(bytes, bodyStart, to, at, bodyLength);
    }

    /** Copies the bytes of the fields, which must be there. */
    public void copyFields(byte[] to, int at) {
        System.arraycopy(bytes, fieldsStart, to, at, fieldsLength());
    }

    /** Adds the bytes of message and fields, and what tells where one ends. */
    public void addTo(Checksum checksum) {
        checksum.update(bytes, bodyStart, bodyLength);
        checksum.update(hasFields() ? '{' : 0);
        checksum.update(bytes, fieldsStart, hasFields() ? fieldsLength : 0);
    }

    /** With all texts as strings. */
    public LogRecord decoded() {
        return new LogRecord(
                timeMicros, receivedMicros, level, service, host, body(), tags, fields(), flags);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
