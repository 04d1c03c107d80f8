package io.logdrive.ingest.rules;

import io.logdrive.wire.FieldRole;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of what an expression or columns found in a line. Message, service and host are
 * known by the names in common use; time and level are left to their stages.
 *
 * <p>Thread-safe.
 */
public final class FieldsRecord {
    private static final int DIGITS_MAX = 15;

    private FieldsRecord() {}

    /**
     * What a record is made of besides its fields.
     *
     * <p>Immutable.
     *
     * @param line whole: the message where no field is that
     * @param receivedMicros when it was received
     * @param flags what was done to it already
     * @param processIsService whether the field {@code process} is the service, too
     */
    public record Line(String line, long receivedMicros, int flags, boolean processIsService) {}

    /** Null when the fields would not fit a column. */
    public static @Nullable LogRecord of(Line line, Map<String, String> found) {
        String message = null;
        String service = null;
        String host = null;
        StringBuilder fields = new StringBuilder();
        for (Map.Entry<String, String> each : found.entrySet()) {
            String text = each.getValue();
            FieldRole role = FieldRole.of(each.getKey());
            if (role == FieldRole.MESSAGE && message == null) {
                message = text;
            } else if (role == FieldRole.SERVICE && service == null) {
                service = text;
            } else if (role == FieldRole.HOST && host == null) {
                host = text;
            } else {
                fields.append(fields.isEmpty() ? '{' : ',')
                        .append(FieldsJson.quoted(each.getKey()));
                fields.append(':').append(isNumber(text) ? text : FieldsJson.quoted(text));
            }
        }
        if (fields.length() > RecordDraft.FIELDS_CHARS_MAX) {
            return null;
        }
        if (service == null && line.processIsService()) {
            service = found.get("process");
        }
        return new LogRecord(
                line.receivedMicros(),
                line.receivedMicros(),
                null,
                service,
                host,
                message == null ? line.line() : message,
                List.of(),
                fields.isEmpty() ? null : fields.append('}').toString(),
                line.flags() | RecordFlags.TIME_ASSUMED);
    }

    /** As JSON writes them, so that 007 stays what it is, with digits that any reader keeps. */
    private static boolean isNumber(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int dot = text.indexOf('.');
        int whole = (dot < 0 ? text.length() : dot) - first;
        boolean plain =
                whole > 0
                        && text.length() - first <= DIGITS_MAX
                        && (whole == 1 || text.charAt(first) != '0')
                        && dot != text.length() - 1;
        for (int at = first; plain && at < text.length(); at++) {
            plain = at == dot || (text.charAt(at) >= '0' && text.charAt(at) <= '9');
        }
        return plain;
    }
}
