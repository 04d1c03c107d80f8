package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/**
 * A line as a container's runtime keeps it: Kubernetes' own format (CRI), {@code
 * 2016-10-06T00:17:09.669794202Z stdout F content}, or Docker's json-file, {@code
 * {"log":"content\n","stream":"stdout","time":"…"}}. Its first byte tells which; what is neither is
 * its own content.
 *
 * <p>Confined to the thread that reads.
 */
final class ContainerLine {
    private static final int TIME_CHARS_MAX = 40;

    /** What is neither has no stream: it is none of the container's. */
    private static final String NO_STREAM = "";

    private byte[] bytes = {};
    private int contentStart;
    private int contentEnd;
    private String time = "";
    private String stream = NO_STREAM;
    private boolean partial;
    private boolean escaped;

    /** Reads {@code source[start..end)}, without its newline, which stays as it is meanwhile. */
    void read(byte[] source, int start, int end) {
        bytes = source;
        boolean known =
                end > start && (source[start] == '{' ? docker(start, end) : cri(start, end));
        if (!known) {
            contentStart = start;
            contentEnd = end;
            time = "";
            stream = NO_STREAM;
            partial = false;
            escaped = false;
        }
    }

    /** Whether it is of one of the formats. */
    boolean isKnown() {
        return !stream.equals(NO_STREAM);
    }

    /** {@code stdout} or {@code stderr}, or empty where the line is of neither format. */
    String stream() {
        return stream;
    }

    /** When the runtime took it, as it writes it. */
    String time() {
        return time;
    }

    /** Whether what the container wrote as one line goes on in the next. */
    boolean isPartial() {
        return partial;
    }

    /** What the container wrote, without its newline, of about so many bytes at most. */
    String content(Charset charset, int bytesMax) {
        int end = Math.min(contentEnd, contentStart + bytesMax);
        if (!escaped) {
            return new String(bytes, contentStart, end - contentStart, charset);
        }
        // What Docker keeps is UTF-8, whatever the container wrote.
        String text =
                JsonStrings.unescaped(new String(bytes, contentStart, end - contentStart, UTF_8));
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** How many bytes more it takes in JSON. */
    int escapes() {
        int more = 0;
        for (int i = contentStart; !escaped && i < contentEnd; i++) {
            byte b = bytes[i];
            more += b == '"' || b == '\\' || b == '\t' ? 1 : b >= 0 && b < ' ' ? 5 : 0;
        }
        return more;
    }

    private boolean cri(int start, int end) {
        int timeEnd = blank(start, end);
        int streamEnd = timeEnd < 0 ? -1 : blank(timeEnd + 1, end);
        if (streamEnd < 0
                || streamEnd + 1 >= end
                || timeEnd - start > TIME_CHARS_MAX
                || !isTime(start, timeEnd)) {
            return false;
        }
        int tag = streamEnd + 1;
        boolean first = tag + 1 == end || bytes[tag + 1] == ' ' || bytes[tag + 1] == ':';
        if (!isStream(timeEnd + 1, streamEnd)
                || !first
                || (bytes[tag] != 'P' && bytes[tag] != 'F')) {
            return false;
        }
        int tagsEnd = blank(tag, end);
        time = text(start, timeEnd);
        stream = text(timeEnd + 1, streamEnd);
        partial = bytes[tag] == 'P';
        contentStart = tagsEnd < 0 ? end : tagsEnd + 1;
        contentEnd = end;
        escaped = false;
        return true;
    }

    private boolean docker(int start, int end) {
        JsonStrings members = new JsonStrings(bytes, start, end);
        String ofTime = "";
        String ofStream = NO_STREAM;
        boolean found = false;
        while (members.next()) {
            if (members.isString("log")) {
                contentStart = members.valueStart();
                contentEnd = members.valueEnd();
                found = true;
            } else if (members.isString("stream")) {
                ofStream = text(members.valueStart(), members.valueEnd());
            } else if (members.isString("time")
                    && isTime(members.valueStart(), members.valueEnd())) {
                ofTime = text(members.valueStart(), members.valueEnd());
            }
        }
        if (!members.isWhole() || !found || ofTime.isEmpty() || !isStream(ofStream)) {
            return false;
        }
        time = ofTime;
        stream = ofStream;
        escaped = true;
        partial = !endsWithNewline();
        return true;
    }

    private static boolean isStream(String text) {
        return text.equals("stdout") || text.equals("stderr");
    }

    private boolean isStream(int start, int end) {
        return end - start == 6 && isStream(text(start, end));
    }

    /** Whether the content ends with {@code \n} in its JSON form. */
    private boolean endsWithNewline() {
        int slash = contentEnd - 2;
        if (slash < contentStart || bytes[contentEnd - 1] != 'n' || bytes[slash] != '\\') {
            return false;
        }
        int first = slash;
        while (first > contentStart && bytes[first - 1] == '\\') {
            first--;
        }
        return (slash - first) % 2 == 0;
    }

    private boolean isTime(int start, int end) {
        for (int i = start; i < end; i++) {
            if ((bytes[i] < '0' || bytes[i] > '9') && "-:.,+TZtz".indexOf(bytes[i]) < 0) {
                return false;
            }
        }
        return end > start && bytes[start] >= '0' && bytes[start] <= '9';
    }

    private int blank(int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, ISO_8859_1);
    }
}
