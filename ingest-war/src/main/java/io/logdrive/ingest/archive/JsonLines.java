package io.logdrive.ingest.archive;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.RecordFlags;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, with the names of {@code GET /destination/messages}; what a record does
 * not have is left out.
 *
 * <p>Confined to the thread that writes.
 */
final class JsonLines implements LineFormat {
    private static final String[] FLAGS = new String[16];

    private final TimeBytes time = new TimeBytes();
    private final TimeBytes received = new TimeBytes();
    private @Nullable UUID origin;
    private String originText = "";

    @Override
    public void head(LineBytes out) {
        // Each line says itself what it is.
    }

    @Override
    public void line(LineBytes out, Origin from, long sequence, LogRecord line) {
        out.add("{\"time\":\"");
        time.add(out, line.timeMicros());
        out.add("\",\"received\":\"");
        received.add(out, line.receivedMicros());
        out.add('"');
        if (line.level() != null) {
            out.add(",\"level\":\"").add(line.level().name()).add('"');
        }
        text(out, ",\"service\":\"", line.service());
        text(out, ",\"host\":\"", line.host());
        if (!from.id().equals(origin)) {
            origin = from.id();
            originText = from.id().toString();
        }
        out.add(",\"origin\":\"").add(originText).add("\",\"sequence\":").add(sequence, 1);
        text(out, ",\"message\":\"", line.body());
        tags(out, line);
        if (line.fields() != null) {
            out.add(",\"fields\":").add(line.fields());
        }
        if (line.flags() != 0) {
            out.add(",\"flags\":").add(flags(line.flags() & 15));
        }
        out.add('}').add('\n');
    }

    private static void text(LineBytes out, String name, @Nullable String text) {
        if (text != null) {
            out.add(name);
            escaped(out, text);
            out.add('"');
        }
    }

    private static void tags(LineBytes out, LogRecord line) {
        if (line.tags().isEmpty()) {
            return;
        }
        String before = ",\"tags\":[\"";
        for (String tag : line.tags()) {
            text(out, before, tag);
            before = ",\"";
        }
        out.add(']');
    }

    private static String flags(int flags) {
        String known = FLAGS[flags];
        if (known == null) {
            known = "[\"" + String.join("\",\"", RecordFlags.words(flags)) + "\"]";
            FLAGS[flags] = known;
        }
        return known;
    }

    /** Clean text needs no more than what RFC 8259 demands; most needs nothing. */
    private static void escaped(LineBytes out, String text) {
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.add(text.substring(plainFrom, i));
                escape(out, c);
                plainFrom = i + 1;
            }
        }
        out.add(plainFrom == 0 ? text : text.substring(plainFrom));
    }

    private static void escape(LineBytes out, char c) {
        switch (c) {
            case '"', '\\' -> out.add('\\').add(c);
            case '\n' -> out.add("\\n");
            case '\r' -> out.add("\\r");
            case '\t' -> out.add("\\t");
            case '\b' -> out.add("\\b");
            case '\f' -> out.add("\\f");
            default -> out.add("\\u00").add(hex(c >> 4)).add(hex(c & 15));
        }
    }

    private static char hex(int digit) {
        return Character.forDigit(digit, 16);
    }
}
