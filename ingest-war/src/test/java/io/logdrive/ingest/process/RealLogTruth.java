package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ground truth of a real log, line by line, and whether a record equals it. It is read by means
 * that have nothing in common with the parsers. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list and the formatter are immutable
enum RealLogTruth {
    APACHE("Apache", "EEE MMM dd HH:mm:ss yyyy", "2005-12-06T00:00:00Z", "Time"),
    HDFS("HDFS", "yyMMdd HHmmss", "2008-11-12T00:00:00Z", "Date", "Time"),
    LINUX("Linux", "MMM d HH:mm:ss yyyy", "2005-08-01T00:00:00Z", "Month", "Date", "Time"),
    OPENSSH("OpenSSH", "MMM d HH:mm:ss yyyy", "2016-01-02T00:00:00Z", "Date", "Day", "Time"),
    OPENSTACK("OpenStack", "yyyy-MM-dd HH:mm:ss.SSS", "2017-05-17T00:00:00Z", "Date", "Time"),
    SPARK("Spark", "yy/MM/dd HH:mm:ss", "2017-06-10T00:00:00Z", "Date", "Time"),
    ZOOKEEPER("Zookeeper", "yyyy-MM-dd HH:mm:ss,SSS", "2015-08-26T00:00:00Z", "Date", "Time");

    /** What the lines of {@link #LINUX} need that the parsers do not tell apart by themselves. */
    static final String LINUX_RULES =
            """
            parse:
              - format: grok
                pattern: '^%{SYSLOGTIMESTAMP:time} %{HOST:host} +(?P<process>syslogd 1\\.4\\.1|-- root)(?:\\[%{INT:pid}\\])?: %{GREEDYDATA:message}'
              - format: auto
            """;

    private final String system;
    private final DateTimeFormatter format;
    private final Instant received;
    private final List<String> timeColumns;

    RealLogTruth(String system, String pattern, String received, String... timeColumns) {
        this.system = system;
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        this.received = Instant.parse(received);
        this.timeColumns = List.of(timeColumns);
    }

    /** How many lines of it were as they should be. */
    record Accuracy(
            String system,
            int lines,
            int times,
            int levels,
            int components,
            int all,
            String first) {
        double share() {
            return (double) all / lines;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-10s %5d lines: time %6.2f %%, level %6.2f %%, component %6.2f %%,"
                            + " all %6.2f %%%s",
                    system,
                    lines,
                    100.0 * times / lines,
                    100.0 * levels / lines,
                    100.0 * components / lines,
                    100.0 * share(),
                    first.isEmpty() ? "" : "; first that differs: " + first);
        }
    }

    Path log(Path folder) {
        return folder.resolve(system + "_2k.log");
    }

    /** Without configuration. */
    Accuracy measure(Path folder) throws IOException {
        LineParser parser = new LineParser();
        return measure(folder, line -> parser.parse(line, 0, line.length, micros(received), 0));
    }

    /** By rules. */
    Accuracy measure(Path folder, String rules) throws IOException {
        ChunkParser parser = new ChunkParser(RulesOf.text(rules));
        Origin origin = new Origin(new UUID(0, 1), OriginKind.LINES, "", "", "");
        return measure(
                folder,
                line -> {
                    List<LogRecord> records = new ArrayList<>();
                    parser.parse(
                            new Chunk(
                                    origin,
                                    0,
                                    1,
                                    micros(received),
                                    Chunk.Format.LINES,
                                    line,
                                    new BitSet()),
                            records::add);
                    return records.get(0);
                });
    }

    private Accuracy measure(Path folder, Function<byte[], LogRecord> parser) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log(folder)), UTF_8).lines().toList();
        List<Map<String, String>> rows = rows(folder.resolve(system + "_2k.structured.csv"));
        if (lines.size() != rows.size()) {
            throw new IOException(
                    system + ": expected " + rows.size() + " lines, found " + lines.size());
        }
        int[] right = new int[4];
        String first = "";
        for (int i = 0; i < rows.size(); i++) {
            byte[] line = lines.get(i).getBytes(UTF_8);
            LogRecord found = parser.apply(line);
            boolean time = isTime(rows.get(i), found);
            boolean level = isLevel(rows.get(i), found);
            boolean component = isComponent(rows.get(i), found);
            right[0] += time ? 1 : 0;
            right[1] += level ? 1 : 0;
            right[2] += component ? 1 : 0;
            right[3] += time && level && component ? 1 : 0;
            if (first.isEmpty() && !(time && level && component)) {
                first = lines.get(i);
            }
        }
        return new Accuracy(system, rows.size(), right[0], right[1], right[2], right[3], first);
    }

    private boolean isTime(Map<String, String> row, LogRecord found) {
        List<String> parts = new ArrayList<>(timeColumns.stream().map(row::get).toList());
        if (this == LINUX || this == OPENSSH) {
            parts.add(this == LINUX ? "2005" : "2015");
        }
        LocalDateTime time = LocalDateTime.parse(String.join(" ", parts), format);
        return found.timeMicros() == micros(time.toInstant(ZoneOffset.UTC));
    }

    /** Syslog files have none. */
    private boolean isLevel(Map<String, String> row, LogRecord found) {
        if (this == LINUX || this == OPENSSH) {
            return found.level() == null;
        }
        Level expected =
                switch (row.getOrDefault("Level", "")) {
                    case "INFO", "notice" -> Level.INFO;
                    case "WARN", "WARNING" -> Level.WARN;
                    case "ERROR", "error" -> Level.ERROR;
                    default -> null;
                };
        return expected != null && expected == found.level();
    }

    private boolean isComponent(Map<String, String> row, LogRecord found) {
        Map<String, String> fields = JsonFields.of(found.fields());
        return switch (this) {
            case APACHE -> true;
            case LINUX ->
                    is(row, "Level", found.host())
                            && is(row, "Component", fields.get("process"))
                            && is(row, "PID", fields.get("pid"));
            case OPENSSH ->
                    is(row, "Component", found.host())
                            && "sshd".equals(fields.get("process"))
                            && is(row, "Pid", fields.get("pid"));
            case HDFS, OPENSTACK ->
                    is(row, "Component", fields.get("logger")) && is(row, "Pid", fields.get("pid"));
            case SPARK -> is(row, "Component", fields.get("logger"));
            case ZOOKEEPER -> isThreadAndLogger(row, fields);
        };
    }

    /**
     * The truth cuts {@code [thread:logger@line]} at its first colon, in the middle of an address
     * within the thread's name; the logger begins behind the last. So the whole is compared.
     */
    private static boolean isThreadAndLogger(Map<String, String> row, Map<String, String> fields) {
        String expected = row.get("Node") + ':' + row.get("Component");
        String thread = fields.get("thread");
        String logger = fields.get("logger");
        return logger != null
                && logger.indexOf(':') < 0
                && expected.equals(thread + ':' + logger)
                && is(row, "Id", fields.get("line"));
    }

    private static boolean is(Map<String, String> row, String column, @Nullable String found) {
        String expected = row.getOrDefault(column, "");
        return expected.equals(found == null ? "" : found);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static List<Map<String, String>> rows(Path csv) throws IOException {
        List<String> lines = new String(Files.readAllBytes(csv), UTF_8).lines().toList();
        List<String> names = cells(lines.get(0));
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
