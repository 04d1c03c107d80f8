package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages as CSV (RFC 4180) that a spreadsheet does not run. Thread-safe. */
final class CsvText {
    /** What makes a spreadsheet take a cell for a formula. */
    private static final String FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";

    private CsvText() {}

    static String head(Set<MessageColumn> columns) {
        return row(columns.stream().map(MessageJson::name).toList());
    }

    static String line(StoredMessage message, Set<MessageColumn> columns) {
        return row(columns.stream().map(column -> MessageJson.text(message, column)).toList());
    }

    /** Cells as one line with its end. */
    static String row(Collection<String> cells) {
        return List.copyOf(cells).stream()
                .map(CsvText::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** With an apostrophe before what could be run, and quotes where they are needed. */
    static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
