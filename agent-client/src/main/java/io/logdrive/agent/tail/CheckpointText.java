package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The text of a checkpoint (docs/agent.md): a line per file between a heading and a checksum.
 *
 * <p>Thread-safe.
 */
final class CheckpointText {
    private static final String HEADING = "logdrive-agent-checkpoint 1";
    private static final int FIELDS = 11;
    private static final int HEX = 16;

    private CheckpointText() {}

    static String of(List<FileMark> files) {
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        for (FileMark file : files) {
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
            text.append(' ').append(URLEncoder.encode(file.path().toString(), UTF_8));
            text.append('\n');
        }
        String crc = crcOf(text.toString());
        return text.append("crc32c ").append(crc).append('\n').toString();
    }

    private static String endsText(List<Long> ends) {
        return ends.isEmpty()
                ? "-"
                : ends.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * @throws IllegalArgumentException saying what was expected and found instead
     */
    static List<FileMark> read(String text) {
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
        List<FileMark> files = new ArrayList<>();
        text.substring(HEADING.length() + 1, last).lines().forEach(line -> files.add(file(line)));
        return files;
    }

    private static FileMark file(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "expected a file with " + FIELDS + " fields, found " + line);
        }
        return new FileMark(
                UUID.fromString(fields[0]),
                new FileId(Long.parseLong(fields[1]), Long.parseLong(fields[2])),
                Path.of(URLDecoder.decode(fields[10], UTF_8)),
                new Fingerprint(
                        Integer.parseInt(fields[3]), Long.parseUnsignedLong(fields[4], HEX)),
                new Mark(
                        Long.parseLong(fields[5]),
                        Long.parseLong(fields[6]),
                        fields[7].equals("skipping"),
                        trail(fields[8])),
                fields[9].equals("-")
                        ? List.of()
                        : Arrays.stream(fields[9].split(",", -1)).map(Long::valueOf).toList());
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
