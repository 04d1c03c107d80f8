package io.logdrive.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Lines as programs write them, each of the same length, made once: who writes 100,000 a second
 * must not take the machine for it.
 *
 * <p>Confined to one thread.
 */
final class LogBlock {
    static final int LINE_BYTES = 150;

    private static final int LINES = 1_000;

    private final byte[] bytes = new byte[LINES * LINE_BYTES];
    private int next;

    /**
     * @param file what each line names: files of the same lines would be copies of each other
     */
    LogBlock(String file) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String line =
                    Markdown.text(
                            "2026-11-22 08:10:%02d,%03d INFO [%s] o.example.Orders - order %d of"
                                    + " user u%d was paid, %d ms",
                            i % 60, i, file, i * 7_919L, i * 31, i % 97);
            text.append(line).append(' ').append("x".repeat(LINE_BYTES - line.length() - 2));
            text.append('\n');
        }
        System.arraycopy(text.toString().getBytes(US_ASCII), 0, bytes, 0, bytes.length);
    }

    /** How many {@link #write} would write. */
    int next(long most) {
        return (int) Math.min(most, LINES - next);
    }

    /** Writes the next lines, at most so many, in one go; answers how many. */
    int write(OutputStream out, long most) throws IOException {
        int lines = next(most);
        out.write(bytes, next * LINE_BYTES, lines * LINE_BYTES);
        next = (next + lines) % LINES;
        return lines;
    }
}
