package io.logdrive.ingest.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of comma-separated values (RFC 4180), whose columns the rules name: a line does not tell
 * them, and the header that did may have come before ingest was last started. A cell may be quoted
 * and hold the delimiter, doubled quotes and, in an event of an agent, newlines.
 *
 * <p>Immutable.
 */
public final class CsvColumns {
    private final List<String> columns;
    private final char delimiter;

    CsvColumns(List<String> columns, char delimiter) {
        this.columns = List.copyOf(columns);
        this.delimiter = delimiter;
    }

    /** The cells of a line by their columns, without empty ones; null when they do not fit. */
    public @Nullable Map<String, String> fieldsOf(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = 0;
        for (int column = 0; column < columns.size(); column++) {
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            int stop = quoted ? closingQuote(line, at + 1) + 1 : delimiter(line, at);
            boolean last = column == columns.size() - 1;
            boolean ends = stop == line.length();
            if (stop == 0 || last != ends || (!ends && line.charAt(stop) != delimiter)) {
                return null;
            }
            String cell =
                    quoted
                            ? line.substring(at + 1, stop - 1).replace("\"\"", "\"")
                            : line.substring(at, stop);
            if (!cell.isEmpty()) {
                fields.put(columns.get(column), cell);
            }
            at = stop + 1;
        }
        return fields;
    }

    /** Whether the line is the header: each cell is the name of its column. */
    public boolean isHeader(Map<String, String> fields) {
        for (String column : columns) {
            if (!column.equals(fields.get(column))) {
                return false;
            }
        }
        return true;
    }

    private int delimiter(String line, int from) {
        int at = line.indexOf(delimiter, from);
        return at < 0 ? line.length() : at;
    }

    /** -1 when it is open. */
    private static int closingQuote(String line, int from) {
        int at = line.indexOf('"', from);
        while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
            at = line.indexOf('"', at + 2);
        }
        return at;
    }
}
