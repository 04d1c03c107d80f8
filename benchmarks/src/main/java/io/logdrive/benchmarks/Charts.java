package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The charts of a report that is recorded; of one that is not, none.
 *
 * <p>Immutable.
 *
 * @param folder where they go, beside RESULTS.md
 * @param prefix what their names begin with
 * @param recorded whether they are written
 */
record Charts(Path folder, String prefix, boolean recorded) {
    private static final DateTimeFormatter NOW =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Their names begin with the minute, so that none replaces an older one. */
    static Charts ofNow(Path folder, String database, boolean recorded) {
        return new Charts(folder, NOW.format(Instant.now()) + "-" + database, recorded);
    }

    /** Writes it and answers the Markdown that shows it. */
    String add(String name, LineChart chart) throws IOException {
        if (!recorded) {
            return "";
        }
        Files.createDirectories(folder);
        String file = prefix + "-" + name + ".svg";
        chart.write(folder.resolve(file));
        return "\n![" + chart.title() + "](" + folder.getFileName() + "/" + file + ")\n";
    }
}
