package io.logdrive.payara.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of docs/security.md, "Who may what". Thread-safe. */
public final class DocumentedAccess {
    private static final Pattern ROW =
            Pattern.compile("\\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` \\| ([a-z]+) \\|.*");

    private DocumentedAccess() {}

    /** Who may what beneath a root such as {@code /ingest}. */
    public static Map<String, String> beneath(String root) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "security.md"));
        String begin = "\n## Who may what\n";
        String section = page.substring(page.indexOf(begin) + begin.length());
        int end = section.indexOf("\n## ");
        Map<String, String> rows = new TreeMap<>();
        for (String line : (end < 0 ? section : section.substring(0, end)).split("\n", -1)) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && (row.group(1) + "/").contains(" " + root + "/")) {
                rows.put(row.group(1), row.group(2));
            }
        }
        return rows;
    }
}
