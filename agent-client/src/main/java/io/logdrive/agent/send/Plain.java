package io.logdrive.agent.send;

/** Text of others, made fit for one of our log lines. */
final class Plain {
    private static final int CHARS_MAX = 200;

    private Plain() {}

    /** Without control characters, and not too long. */
    static String text(String said) {
        String line = said.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
        return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX) + "…";
    }
}
