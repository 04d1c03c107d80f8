package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import java.util.EnumSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Messages as lines for people. Control characters are written out, so that a message is one line
 * and cannot steer a terminal.
 *
 * <p>Thread-safe.
 */
final class PlainText {
    private static final Set<MessageColumn> USUAL =
            EnumSet.of(
                    MessageColumn.TIME,
                    MessageColumn.LEVEL,
                    MessageColumn.SERVICE,
                    MessageColumn.HOST,
                    MessageColumn.MESSAGE);

    private PlainText() {}

    /** When all columns are asked for, those that people read. */
    static String line(StoredMessage message, Set<MessageColumn> columns) {
        boolean all = columns.size() == MessageColumn.values().length;
        StringJoiner line = new StringJoiner(" ", "", "\n");
        for (MessageColumn column : all ? USUAL : columns) {
            String text = MessageJson.text(message, column);
            line.add(text.isEmpty() ? "-" : escaped(text));
        }
        return line.toString();
    }

    static String escaped(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = (Character.isISOControl(c) && c != '\t') || isDirection(c);
            if (control && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            if (out != null) {
                out.append(control ? escape(c) : String.valueOf(c));
            }
        }
        return out == null ? text : out.toString();
    }

    /** What turns the order of what follows round. */
    private static boolean isDirection(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
