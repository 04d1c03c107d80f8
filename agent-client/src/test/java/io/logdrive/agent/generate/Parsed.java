package io.logdrive.agent.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads each format strictly, by the rules of its own, without the code that writes it. */
final class Parsed {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Pattern ISO =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    private static final Pattern LEVEL = Pattern.compile("TRACE|DEBUG|INFO|WARN|ERROR|FATAL");
    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}) ([A-Z]+)"
                            + " \\[([A-Za-z0-9._-]+)] (\\S.*)\n");
    private static final Pattern LOGFMT_PAIR =
            Pattern.compile(
                    "([A-Za-z_][A-Za-z0-9_.-]*)=(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^"
                            + " \"=\n"
                            + "]+))");

    /** RFC 5424, 6: header, one element of structured data, message. */
    private static final Pattern SYSLOG =
            Pattern.compile(
                    "<(\\d{1,3})>1 (\\S+) ([!-~]{1,255}) ([!-~]{1,48}) - - "
                            + "\\[shop@32473((?: [!-~&&[^= \\]\"]]{1,32}=\"(?:[^\"\\\\\\]]"
                            + "|\\\\[\"\\\\\\]])*\")*)] (.+)\n");

    private static final Pattern SYSLOG_PARAMETER =
            Pattern.compile(" ([^=]+)=\"([^\"\\\\\\]]*+(?:\\\\.[^\"\\\\\\]]*+)*+)\"");
    private static final Pattern ACCESS =
            Pattern.compile(
                    "(\\d{1,3}(?:\\.\\d{1,3}){3}) - (\\S+)"
                            + " \\[(\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000)]"
                            + " \"((?:GET|POST) (/\\S*) HTTP/1\\.1)\" (\\d{3}) (\\d+)"
                            + " \"([^\"]+)\" \"([^\"]+)\"\n");

    private Parsed() {}

    /** What stands in a line by its names; throws when the line is not well-formed. */
    static Map<String, String> line(LineFormat format, String line) {
        if (line.indexOf('\n') != line.length() - 1) {
            throw new AssertionError("expected one newline, at the end: " + line);
        }
        Map<String, String> read =
                switch (format) {
                    case JSON -> json(line);
                    case CSV -> csv(line);
                    case TEXT -> text(line);
                    case LOGFMT -> logfmt(line);
                    case SYSLOG -> syslog(line);
                    case ACCESS -> access(line);
                };
        if (format != LineFormat.ACCESS && !LEVEL.matcher(read.get("level") + "").matches()) {
            throw new AssertionError("expected a level: " + line);
        }
        return read;
    }

    private static Map<String, String> json(String line) {
        Map<String, String> read = new LinkedHashMap<>();
        try {
            JSON.readTree(line).properties().forEach(e -> read.put(e.getKey(), text(e)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
        return iso(read);
    }

    private static String text(Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> entry) {
        return entry.getValue().asText();
    }

    /** Columns beyond those we know by their number. */
    private static Map<String, String> csv(String line) {
        List<String> columns = new ArrayList<>();
        int at = 0;
        int end = line.length() - 1;
        while (at <= end) {
            StringBuilder column = new StringBuilder();
            if (line.charAt(at) == '"') {
                at++;
                while (line.charAt(at) != '"' || line.charAt(at + 1) == '"') {
                    column.append(line.charAt(at));
                    at += line.charAt(at) == '"' ? 2 : 1;
                }
                at++;
            } else {
                while (at < end && line.charAt(at) != ',') {
                    if (line.charAt(at) == '"') {
                        throw new AssertionError("a quotation mark within a column: " + line);
                    }
                    column.append(line.charAt(at++));
                }
            }
            if (at < end && line.charAt(at) != ',') {
                throw new AssertionError("expected a comma at " + at + ": " + line);
            }
            columns.add(column.toString());
            at++;
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = i < CsvLayout.COLUMNS.size() ? CsvLayout.COLUMNS.get(i) : "#" + i;
            if (i >= CsvLayout.COLUMNS.size() || !columns.get(i).isEmpty()) {
                read.put(name, columns.get(i));
            }
        }
        return iso(read);
    }

    private static Map<String, String> text(String line) {
        Matcher matcher = matching(TEXT, line);
        Map<String, String> read = new LinkedHashMap<>();
        read.put("time", matcher.group(1));
        read.put("level", matcher.group(2));
        read.put("service", matcher.group(3));
        read.put("message", matcher.group(4));
        return read;
    }

    private static Map<String, String> logfmt(String line) {
        Map<String, String> read = new LinkedHashMap<>();
        Matcher matcher = LOGFMT_PAIR.matcher(line);
        int at = 0;
        while (at < line.length() - 1) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new AssertionError("expected key=value at " + at + ": " + line);
            }
            String quoted = matcher.group(2);
            String value = quoted == null ? matcher.group(3) : unescaped(quoted);
            if (read.put(matcher.group(1), value) != null) {
                throw new AssertionError("a key twice: " + line);
            }
            at = matcher.end();
            if (line.charAt(at) == ' ') {
                at++;
            } else if (at < line.length() - 1) {
                throw new AssertionError("expected a blank at " + at + ": " + line);
            }
        }
        return iso(read);
    }

    private static Map<String, String> syslog(String line) {
        Matcher matcher = matching(SYSLOG, line);
        Map<String, String> read = new LinkedHashMap<>();
        int priority = Integer.parseInt(matcher.group(1));
        if (priority >> 3 != 16) {
            throw new AssertionError("expected the facility local0: " + line);
        }
        read.put("time", matcher.group(2));
        read.put(
                "level",
                List.of("?", "?", "FATAL", "ERROR", "WARN", "?", "INFO", "DEBUG")
                        .get(priority & 7));
        read.put("host", matcher.group(3));
        read.put("service", matcher.group(4));
        read.put("message", matcher.group(6));
        Matcher parameter = SYSLOG_PARAMETER.matcher(matcher.group(5));
        while (parameter.find()) {
            if (read.put(parameter.group(1), unescaped(parameter.group(2))) != null) {
                throw new AssertionError("a parameter twice: " + line);
            }
        }
        return iso(read);
    }

    private static Map<String, String> access(String line) {
        Matcher matcher = matching(ACCESS, line);
        Map<String, String> read = new LinkedHashMap<>();
        read.put("user", matcher.group(2));
        read.put("time", matcher.group(3));
        read.put("path", matcher.group(5));
        read.put("status", matcher.group(6));
        return read;
    }

    private static Matcher matching(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("expected " + pattern + ", found " + line);
        }
        return matcher;
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private static Map<String, String> iso(Map<String, String> read) {
        if (!ISO.matcher(read.get("time") + "").matches()) {
            throw new AssertionError("expected a time, found " + read);
        }
        return read;
    }
}
