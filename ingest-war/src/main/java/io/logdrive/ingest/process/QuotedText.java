package io.logdrive.ingest.process;

/**
 * What stands between quotes, without its escapes. An escape that is none of the format's stays as
 * it is.
 *
 * <p>Confined to the forwarder's thread.
 */
final class QuotedText {
    private byte[] scratch = {};
    private byte[] bytes = {};
    private int from;
    private int stop;

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int stop() {
        return stop;
    }

    /** RFC 5424 escapes the quote, the backslash and the closing bracket. */
    void ofSyslog(byte[] line, int first, int last) {
        unescape(line, first, last, true);
    }

    /** Loggers escape as JSON does. */
    void ofLogger(byte[] line, int first, int last) {
        unescape(line, first, last, false);
    }

    private void unescape(byte[] line, int first, int last, boolean syslog) {
        bytes = line;
        from = first;
        stop = last;
        int at = first;
        while (at < last && line[at] != '\\') {
            at++;
        }
        if (at == last) {
            return;
        }
        if (scratch.length < last - first || scratch.length > 64 * 1024) {
            scratch = new byte[last - first];
        }
        int length = 0;
        for (at = first; at < last; at++) {
            int plain =
                    line[at] != '\\' || at + 1 == last
                            ? LineBytes.NONE
                            : syslog ? syslog(line[at + 1]) : logger(line[at + 1]);
            scratch[length++] = plain < 0 ? line[at] : (byte) plain;
            at += plain < 0 ? 0 : 1;
        }
        bytes = scratch;
        from = 0;
        stop = length;
    }

    private static int syslog(byte escaped) {
        return escaped == '"' || escaped == '\\' || escaped == ']' ? escaped : LineBytes.NONE;
    }

    private static int logger(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> LineBytes.NONE;
        };
    }
}
