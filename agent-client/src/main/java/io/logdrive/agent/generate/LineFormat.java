package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;

/**
 * How generated lines are written.
 *
 * <p>Immutable.
 */
public enum LineFormat {
    /** One object. */
    JSON,
    /** Columns without a header (RFC 4180): docs/agent.md names them. */
    CSV,
    /** As Log4j and Logback write them. */
    TEXT,
    /** {@code key=value}, values with blanks in quotation marks. */
    LOGFMT,
    /** RFC 5424, ended by a newline. */
    SYSLOG,
    /** The combined log of the Apache web server; of the shop's lines the gateway's answers. */
    ACCESS;

    /** Whether a line has a level, a service and room for fields of one's own. */
    public boolean hasFields() {
        return this != ACCESS;
    }

    Layout layout(List<Place> places, Map<String, String> fields) {
        return switch (this) {
            case JSON -> new JsonLayout(places, fields);
            case CSV -> new CsvLayout(places, fields);
            case TEXT -> new TextLayout(places, fields);
            case LOGFMT -> new LogfmtLayout(places, fields);
            case SYSLOG -> new SyslogLayout(places, fields);
            case ACCESS -> new AccessLayout();
        };
    }
}
