package io.logdrive.payara.access;

import org.jspecify.annotations.Nullable;

/** An error as RFC 9457 writes it, where no resource answers that could write JSON. Thread-safe. */
final class ProblemText {
    private ProblemText() {}

    static String of(int status, String title, String detail, @Nullable String reason) {
        return "{\"type\":\"about:blank\",\"title\":"
                + quoted(title)
                + ",\"status\":"
                + status
                + ",\"detail\":"
                + quoted(detail)
                + (reason == null ? "" : ",\"reason\":" + quoted(reason))
                + "}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '\u007f' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
