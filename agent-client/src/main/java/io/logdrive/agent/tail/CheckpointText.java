package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The text of a checkpoint (docs/agent.md): a line per file between a heading and a checksum.
 *
 * <p>Thread-safe.
 */
final class CheckpointText {
    private static final String HEADING = "logdrive-agent-checkpoint 3";

    /** Without how events are cut. */
    private static final String HEADING_2 = "logdrive-agent-checkpoint 2";

    /** And without files that nobody reads, and with paths in another form. */
    private static final String HEADING_1 = "logdrive-agent-checkpoint 1";

    private static final int FIELDS_1 = 11;
    private static final int FIELDS_2 = 13;
    private static final int FIELDS = 14;
    private static final int HEX = 16;
    private static final String NONE = "-";
    private static final String LEFT = "left:";
    private static final String ENDED = "ended:";

    private CheckpointText() {}

    static String of(List<FileMark> files, List<LeftMark> left) {
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        files.forEach(file -> append(text, file, "-"));
        for (LeftMark mark : left) {
            append(text, mark.file(), (mark.ended() ? ENDED : LEFT) + mark.sinceSeconds());
        }
        String crc = crcOf(text.toString());
        return text.append("crc32c ").append(crc).append('\n').toString();
    }

    private static void append(StringBuilder text, FileMark file, String left) {
        text.append(file.origin());
        text.append(' ').append(file.id().device()).append(' ').append(file.id().inode());
        text.append(' ').append(file.fingerprint().length());
        text.append(' ').append(Long.toHexString(file.fingerprint().hash()));
        text.append(' ').append(file.mark().offset());
        text.append(' ').append(file.mark().sequence());
        text.append(' ').append(file.mark().skipping() ? "skipping" : "-");
        text.append(' ').append(file.mark().trail().length());
        text.append(':').append(Integer.toHexString(file.mark().trail().crc()));
        text.append(' ').append(endsText(file.ends()));
        text.append(' ').append(left);
        text.append(' ').append(PathText.of(file.path()));
        boolean moved = !file.wantedPath().equals(file.path());
        text.append(' ').append(moved ? PathText.of(file.wantedPath()) : NONE);
        text.append(' ').append(file.cut() == null ? NONE : file.cut().word());
        text.append('\n');
    }

    private static String endsText(List<Long> ends) {
        return ends.isEmpty()
                ? "-"
                : ends.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * All files, those that were read, too: nobody reads them now.
     *
     * @throws IllegalArgumentException saying what was expected and found instead
     */
    static List<LeftMark> read(String text) {
        int last = text.lastIndexOf("crc32c ");
        int count = last < 0 ? 0 : fieldsOf(text);
        if (count == 0) {
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
        List<LeftMark> files = new ArrayList<>();
        text.substring(text.indexOf('\n') + 1, last)
                .lines()
                .forEach(line -> files.add(mark(line, count)));
        return files;
    }

    /** As many as a line has in its version; 0: it is not known. */
    private static int fieldsOf(String text) {
        String heading = text.substring(0, Math.max(0, text.indexOf('\n')));
        return switch (heading) {
            case HEADING -> FIELDS;
            case HEADING_2 -> FIELDS_2;
            case HEADING_1 -> FIELDS_1;
            default -> 0;
        };
    }

    private static LeftMark mark(String line, int count) {
        String[] fields = line.split(" ", -1);
        if (fields.length != count) {
            throw new IllegalArgumentException(
                    "expected a file with " + count + " fields, found " + line);
        }
        if (count == FIELDS_1) {
            Path path = PathText.read1(fields[10]);
            return new LeftMark(file(fields, path, path, null), false, 0);
        }
        Path path = PathText.read(fields[11]);
        String wanted = fields[12];
        FileMark file =
                file(
                        fields,
                        path,
                        wanted.equals(NONE) ? path : PathText.read(wanted),
                        count == FIELDS_2 ? null : cut(fields[13]));
        String left = fields[10];
        return left.equals(NONE)
                ? new LeftMark(file, false, 0)
                : new LeftMark(
                        file,
                        left.startsWith(ENDED),
                        Long.parseLong(left.substring(left.indexOf(':') + 1)));
    }

    private static @Nullable CutText cut(String word) {
        if (word.equals(NONE)) {
            return null;
        }
        CutText cut = new CutText(word);
        cut.config(Duration.ZERO); // or it is no checkpoint of ours
        return cut;
    }

    private static FileMark file(
            String[] fields, Path path, Path wantedPath, @Nullable CutText cut) {
        return new FileMark(
                UUID.fromString(fields[0]),
                new FileId(Long.parseLong(fields[1]), Long.parseLong(fields[2])),
                path,
                wantedPath,
                new Fingerprint(
                        Integer.parseInt(fields[3]), Long.parseUnsignedLong(fields[4], HEX)),
                new Mark(
                        Long.parseLong(fields[5]),
                        Long.parseLong(fields[6]),
                        fields[7].equals("skipping"),
                        trail(fields[8])),
                fields[9].equals("-")
                        ? List.of()
                        : Arrays.stream(fields[9].split(",", -1)).map(Long::valueOf).toList(),
                cut);
    }

    private static Trail trail(String field) {
        int colon = field.indexOf(':');
        return new Trail(
                Integer.parseInt(field.substring(0, colon)),
                Integer.parseUnsignedInt(field.substring(colon + 1), HEX));
    }

    private static String crcOf(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
