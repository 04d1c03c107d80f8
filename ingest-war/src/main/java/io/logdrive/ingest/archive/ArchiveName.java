package io.logdrive.ingest.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file of the archive: {@code logdrive-2026-11-22T14-00-00.123Z-000001.jsonl}, when
 * it was begun and the number that gives the order. While it is written {@code .part} stands behind
 * it.
 *
 * <p>Immutable.
 *
 * @param whole the name without {@code .part} and without the ending of a compression
 * @param number grows by one with each file
 * @param part whether it is being written
 * @param compressed whether it is compressed
 * @param unfinished whether it is a compression that is not complete
 */
record ArchiveName(
        String whole, long number, boolean part, boolean compressed, boolean unfinished) {
    static final String PART = ".part";
    static final String UNFINISHED = ".tmp";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int TIME_CHARS = "2026-11-22T14-00-00.123Z".length();
    private static final Pattern REST =
            Pattern.compile(
                    "(-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3}Z-(\\d{6,18})"
                            + "\\.(?:jsonl|csv|log))(\\.gz|\\.zst)?(\\.part|\\.tmp)?");

    /** The name of a file that is begun now, without {@code .part}. */
    static String of(String prefix, Instant begun, long number, String ending) {
        String digits = Long.toString(number);
        return prefix
                + "-"
                + TIME.format(begun)
                + "-"
                + "0".repeat(Math.max(0, 6 - digits.length()))
                + digits
                + "."
                + ending;
    }

    /** When a file was begun; {@code otherwise} for a name that does not say so. */
    static long begunMillis(String prefix, String whole, long otherwise) {
        int from = prefix.length() + 1;
        if (whole.length() < from + TIME_CHARS) {
            return otherwise;
        }
        try {
            return TIME.parse(whole.substring(from, from + TIME_CHARS), Instant::from)
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    /** What a file's name says, or null when it is none of ours. */
    static @Nullable ArchiveName parse(String prefix, Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(prefix)) {
            return null;
        }
        Matcher rest = REST.matcher(name.substring(prefix.length()));
        if (!rest.matches()) {
            return null;
        }
        return new ArchiveName(
                prefix + rest.group(1),
                Long.parseLong(rest.group(2)),
                PART.equals(rest.group(4)),
                rest.group(3) != null,
                UNFINISHED.equals(rest.group(4)));
    }
}
