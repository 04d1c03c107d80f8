package io.logdrive.payara.access;

/** What a stranger wrote, as it may be shown in a log or an answer. Thread-safe. */
public final class ShownText {
    private static final int CHARS_MAX = 100;

    private ShownText() {}

    /** In quotes, cut, without what breaks a line or turns its direction. */
    public static String of(String text) {
        String cut = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) + "…" : text;
        return '"'
                + cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\x{2028}\\x{2029}\\x{85}\"\\\\]", "?")
                + '"';
    }
}
