package io.logdrive.agent.position;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The text of a position file (docs/agent.md): a line per source between a heading and a checksum.
 *
 * <p>Thread-safe.
 */
final class PositionText {
    private static final String HEADING = "logdrive-agent-position 1";
    private static final int FIELDS = 5;

    private PositionText() {}

    static String of(List<SourceMark> marks) {
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        for (int i = 0; i < marks.size(); i++) {
            SourceMark mark = marks.get(i);
            text.append(i).append(' ');
            text.append(mark.origin()).append(' ');
            text.append(mark.source()).append(' ');
            text.append(mark.acknowledged()).append(' ');
            text.append(mark.attempted()).append('\n');
        }
        String crc = crcOf(text.toString());
        return text.append("crc32c ").append(crc).append('\n').toString();
    }

    /**
     * @throws IllegalArgumentException saying what was expected and found instead
     */
    static List<SourceMark> read(String text) {
        int last = text.lastIndexOf("crc32c ");
        if (last < 0 || !text.startsWith(HEADING + '\n')) {
            throw new IllegalArgumentException(
                    "expected \"" + HEADING + "\" and a checksum at the end, found other text");
        }
        String expected = "crc32c " + crcOf(text.substring(0, last)) + '\n';
        if (!text.substring(last).equals(expected)) {
            throw new IllegalArgumentException(
                    "expected "
                            + expected.strip()
                            + " at the end, found "
                            + text.substring(last).strip());
        }
        List<SourceMark> marks = new ArrayList<>();
        for (String line : text.substring(HEADING.length() + 1, last).split("\n", -1)) {
            if (!line.isEmpty()) {
                marks.add(mark(line, marks.size()));
            }
        }
        return marks;
    }

    private static SourceMark mark(String line, int index) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS || !fields[0].equals(Integer.toString(index))) {
            throw new IllegalArgumentException(
                    "expected source " + index + " with " + FIELDS + " fields, found " + line);
        }
        return new SourceMark(
                UUID.fromString(fields[1]),
                fields[2],
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
    }

    private static String crcOf(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
