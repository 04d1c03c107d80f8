package io.logdrive.ingest.insert;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement whose parameters have names: {@code INSERT INTO log VALUES (:time, :message)}. A
 * colon within quotes or a comment, and two of them ({@code ::jsonb}), are left as they are.
 *
 * <p>Immutable.
 *
 * @param sql the statement with {@code ?} for each parameter
 * @param names the parameters in their order
 */
record NamedStatement(String sql, List<String> names) {
    static NamedStatement parse(String text) {
        StringBuilder sql = new StringBuilder(text.length());
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = literalEnd(text, at);
            if (end > at) {
                sql.append(text, at, end);
                at = end;
            } else if (text.startsWith("::", at)) {
                sql.append("::");
                at += 2;
            } else if (text.charAt(at) == ':' && nameEnd(text, at + 1) > at + 1) {
                end = nameEnd(text, at + 1);
                names.add(text.substring(at + 1, end));
                sql.append('?');
                at = end;
            } else {
                sql.append(text.charAt(at));
                at++;
            }
        }
        return new NamedStatement(sql.toString(), List.copyOf(names));
    }

    /**
     * Behind the quoted text or the comment that begins at {@code at}; {@code at} when none does.
     */
    private static int literalEnd(String text, int at) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            return behind(text, String.valueOf(c), at + 1);
        }
        if (text.startsWith("--", at)) {
            return behind(text, "\n", at);
        }
        return text.startsWith("/*", at) ? behind(text, "*/", at + 2) : at;
    }

    private static int behind(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
