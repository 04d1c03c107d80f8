package io.logdrive.ingest.archive;

import io.logdrive.consumer.ConsumerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the archive writes, where, and for how long it is kept.
 *
 * <p>Immutable.
 *
 * @param directory where its files are
 * @param prefix what their names begin with
 * @param format how they hold lines
 * @param compression what becomes of a file that is full
 * @param rotateBytes how large a file may become
 * @param rotateAge how long it is written to
 * @param keepAge how long it is kept; zero: for ever
 * @param keepBytes how many bytes of files are kept; 0: all
 * @param diskFreeMin what must stay free on the archive's disk
 */
record ArchiveConfig(
        Path directory,
        String prefix,
        LineFormat.Kind format,
        Compression compression,
        long rotateBytes,
        Duration rotateAge,
        Duration keepAge,
        long keepBytes,
        long diskFreeMin) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final long MIB = 1 << 20;

    static ArchiveConfig read(ConsumerSettings settings) {
        String format = settings.text("format", LineFormat.Kind.JSON.word());
        LineFormat.Kind kind = LineFormat.Kind.ofWord(format);
        if (kind == null) {
            settings.refuse("format", String.join(", ", LineFormat.Kind.words()), format);
        }
        String word = settings.text("compression", Compression.NONE.word());
        Compression compression = Compression.ofWord(word);
        if (compression == null) {
            settings.refuse("compression", String.join(", ", Compression.words()), word);
        }
        String prefix = settings.text("prefix", "logdrive");
        if (!PREFIX.matcher(prefix).matches()) {
            settings.refuse("prefix", "1 to 64 of A-Z, a-z, 0-9, _, . and -", prefix);
        }
        return new ArchiveConfig(
                settings.path("directory", "./logdrive-data/archive"),
                prefix,
                kind == null ? LineFormat.Kind.JSON : kind,
                compression == null ? Compression.NONE : compression,
                settings.bytes("rotate-bytes", 5 * MIB, 64 << 10, 1L << 40),
                settings.duration(
                        "rotate-age",
                        Duration.ofHours(1),
                        Duration.ofSeconds(1),
                        Duration.ofDays(366)),
                settings.duration(
                        "keep-age", Duration.ZERO, Duration.ZERO, Duration.ofDays(36_500)),
                settings.bytes("keep-bytes", 0, 0, 1L << 60),
                settings.bytes("disk-free-min", 1L << 30, 0, 1L << 50));
    }
}
