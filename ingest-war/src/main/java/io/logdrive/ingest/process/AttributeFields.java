package io.logdrive.ingest.process;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LogRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each record of a chunk what its agent knows of all its lines ({@code wire/PROTOCOL.md}, "An
 * agent's chunk").
 *
 * <p>The fields of a record are the text of a JSON object, written by the parsers here: without
 * blanks, and each name in one way only. So a name that does not occur in that text, in quotes and
 * with its colon, is not among the fields, and only one that does occur has to be looked for at the
 * outermost level. In the common case that costs a search for each attribute and one copy.
 *
 * <p>Immutable.
 */
final class AttributeFields {
    private final LineAttributes attributes;

    /** {@code "name":} of each field. */
    private final String[] names;

    /** {@code "name":"text"} of each field. */
    private final String[] members;

    /** All members, with a comma between them. */
    private final String joined;

    AttributeFields(LineAttributes attributes) {
        this.attributes = attributes;
        this.names = new String[attributes.fields().size()];
        this.members = new String[names.length];
        int at = 0;
        for (Map.Entry<String, String> field : attributes.fields().entrySet()) {
            names[at] = quoted(field.getKey()) + ':';
            members[at] = names[at] + quoted(field.getValue());
            at++;
        }
        this.joined = String.join(",", members);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** {@code plain} with the attributes that it has not itself. */
    LogRecord addTo(LogRecord plain) {
        String service = plain.service();
        String host = plain.host();
        return new LogRecord(
                plain.timeMicros(),
                plain.receivedMicros(),
                plain.level(),
                service == null ? attributes.service() : service,
                host == null ? attributes.host() : host,
                plain.body(),
                attributes.tags(),
                fields(plain.fields()),
                plain.flags());
    }

    private @Nullable String fields(@Nullable String own) {
        if (names.length == 0) {
            return own;
        }
        if (own == null) {
            return '{' + joined + '}';
        }
        String more = joined;
        for (String name : names) {
            if (own.contains(name)) {
                more = missing(own);
                break;
            }
        }
        // More would not fit a column, and what the line says itself counts more.
        if (more.isEmpty() || own.length() + more.length() + 1 > JsonLineParser.FIELDS_CHARS_MAX) {
            return own;
        }
        return own.substring(0, own.length() - 1) + ',' + more + '}';
    }

    /** The members whose names are not among {@code own}. */
    private String missing(String own) {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if (!hasName(own, names[i])) {
                more.append(more.isEmpty() ? "" : ",").append(members[i]);
            }
        }
        return more.toString();
    }

    /** Whether the object has a member of that name, not one within another. */
    private static boolean hasName(String object, String name) {
        int depth = 0;
        int at = 0;
        while (at < object.length()) {
            char c = object.charAt(at);
            if (c == '"') {
                if (depth == 1 && object.startsWith(name, at)) {
                    return true;
                }
                at = endOfString(object, at);
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        }
        return false;
    }

    /** Behind the closing quote. */
    private static int endOfString(String json, int quote) {
        int at = quote + 1;
        while (at < json.length() && json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
