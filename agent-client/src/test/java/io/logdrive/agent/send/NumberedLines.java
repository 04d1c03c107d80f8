package io.logdrive.agent.send;

import java.nio.charset.StandardCharsets;

/** Lines {@code 0xxxx}, {@code 1xxxx} and so on. Confined to the thread that sends. */
final class NumberedLines implements LineSource {
    private final int fill;
    private long next;

    NumberedLines(int fill) {
        this.fill = fill;
    }

    static long number(String line) {
        return Long.parseLong(line.substring(0, line.indexOf('x')));
    }

    /** Whether all of the line is there. */
    static boolean whole(String line, int fill) {
        return line.matches("\\d+x{" + fill + "}");
    }

    @Override
    public int lineBytesMax() {
        return 20 + fill;
    }

    @Override
    public int put(byte[] target, int at) {
        byte[] line = (next + "x".repeat(fill) + '\n').getBytes(StandardCharsets.US_ASCII);
        next++;
        System.arraycopy(line, 0, target, at, line.length);
        return at + line.length;
    }
}
