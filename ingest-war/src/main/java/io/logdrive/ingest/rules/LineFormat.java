package io.logdrive.ingest.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a line may be. Immutable. */
public enum LineFormat {
    /** Told apart by what it looks like. */
    AUTO,
    /** One JSON object. */
    JSON,
    /** Pairs of names and values. */
    LOGFMT,
    /** Cells of named columns. */
    CSV,
    /** RFC 5424, RFC 3164, and both as files have them. */
    SYSLOG,
    /** A web server's access log. */
    ACCESS,
    /** A web server's error log. */
    ERROR,
    /** Log4j, Logback, java.util.logging, Python and their like. */
    LOGGER,
    /** glog and klog. */
    GLOG,
    /** PostgreSQL's log. */
    POSTGRESQL,
    /** A message and nothing else. */
    TEXT,
    /** A regular expression with named groups. */
    REGEX,
    /** A Grok pattern. */
    GROK;

    /** The word in the file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable LineFormat ofWord(String word) {
        for (LineFormat format : values()) {
            if (format.word().equals(word)) {
                return format;
            }
        }
        return null;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(LineFormat::word).toList();
    }
}
