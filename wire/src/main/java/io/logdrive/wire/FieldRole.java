package io.logdrive.wire;

/**
 * What a field of a structured line is, by the names in common use.
 *
 * <p>Immutable.
 */
public enum FieldRole {
    TIME,
    LEVEL,
    SERVICE,
    HOST,
    MESSAGE,
    OTHER;

    /** The role of a field's name, case-sensitive: {@code @timestamp}, {@code severity} … */
    public static FieldRole of(String name) {
        return switch (name) {
            case "time", "timestamp", "@timestamp", "ts", "t", "eventTime", "datetime", "asctime" ->
                    TIME;
            case "level",
                    "severity",
                    "lvl",
                    "log.level",
                    "loglevel",
                    "levelname",
                    "@l",
                    "severity_text",
                    "severityText" ->
                    LEVEL;
            case "service", "service.name", "service_name", "app", "application" -> SERVICE;
            case "host", "hostname", "host.name" -> HOST;
            case "message", "msg", "log", "@m", "@message" -> MESSAGE;
            default -> OTHER;
        };
    }
}
