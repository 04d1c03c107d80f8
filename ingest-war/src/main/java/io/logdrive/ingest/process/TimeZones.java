package io.logdrive.ingest.process;

/**
 * Reads the offset or the name of the zone behind a time: {@code Z}, {@code +01:00}, {@code +0100},
 * {@code +01}, with or without a blank before it, and the abbreviations that PostgreSQL and C write
 * behind a blank.
 *
 * <p>Confined to the forwarder's thread.
 */
final class TimeZones {
    private static final int HOUR = 3_600;

    private int offset;
    private int stop;

    /** Seconds east of Greenwich. */
    int offset() {
        return offset;
    }

    int stop() {
        return stop;
    }

    boolean read(LineBytes line, int from) {
        boolean apart = line.is(from, ' ');
        int at = apart ? from + 1 : from;
        int first = line.at(at);
        if (first == '+' || first == '-') {
            return numeric(line, at, apart);
        }
        if (!apart && (first == 'Z' || first == 'z')) {
            offset = 0;
            stop = at + 1;
            return !line.isAlphanumeric(stop);
        }
        return apart && line.isUpper(at) && named(line, at);
    }

    /** {@code +02} alone only where no blank is before it, where it could be anything. */
    private boolean numeric(LineBytes line, int at, boolean apart) {
        int hours = line.number(at + 1, 2);
        boolean colon = line.is(at + 3, ':');
        int minutes = line.number(colon ? at + 4 : at + 3, 2);
        stop = colon ? at + 6 : at + 5;
        if (minutes < 0 && !apart && !colon) {
            minutes = 0;
            stop = at + 3;
        }
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || line.isAlphanumeric(stop)) {
            return false;
        }
        offset = (line.is(at, '-') ? -1 : 1) * (hours * HOUR + minutes * 60);
        return true;
    }

    /** Those that mean one offset to nearly everyone: IST, for one, does not. */
    private boolean named(LineBytes line, int at) {
        stop = line.letters(at);
        if (stop - at < 3 || stop - at > 4 || line.isAlphanumeric(stop)) {
            return false;
        }
        int hours =
                switch (code(line, at)) {
                    case "UTC", "GMT", "WET" -> 0;
                    case "CET", "BST", "WEST" -> 1;
                    case "CEST", "EET" -> 2;
                    case "EEST", "MSK" -> 3;
                    case "JST" -> 9;
                    case "EDT" -> -4;
                    case "EST", "CDT" -> -5;
                    case "CST", "MDT" -> -6;
                    case "MST", "PDT" -> -7;
                    case "PST" -> -8;
                    default -> Integer.MIN_VALUE;
                };
        offset = hours * HOUR;
        return hours != Integer.MIN_VALUE;
    }

    private String code(LineBytes line, int at) {
        // Level words are as long and may stand there: only these begin like a zone, too.
        return line.shared(at, stop).text();
    }
}
