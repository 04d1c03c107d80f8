package io.logdrive.agent.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows whose columns are as wide as they need to be, numbers to the right.
 *
 * <p>Confined to one thread.
 */
final class Table {
    private final List<List<Object>> rows = new ArrayList<>();

    Table(Object... heading) {
        rows.add(List.of(heading));
    }

    void row(Object... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<Object> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], text(row.get(i)).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<Object> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String text = text(row.get(i));
                String blanks = " ".repeat(widths[i] - text.length());
                boolean number = rows.size() > 1 && rows.get(1).get(i) instanceof Number;
                line.append(number ? blanks + text : text + blanks).append("  ");
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private static String text(Object cell) {
        return cell instanceof Number number
                ? String.format(Locale.ROOT, "%,d", number.longValue())
                : cell.toString().replaceAll("\\p{Cntrl}", "?");
    }
}
