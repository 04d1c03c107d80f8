package io.logdrive.consumer;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of one consumer: the keys {@code logdrive.ingest.consumer.NAME.…}, each of which it
 * names here without that prefix. A value that is missing or refused reads as its default; ingest
 * then does not start and says all that is wrong at once. A key that is set and that nobody reads
 * is refused, too.
 *
 * <p>Confined to the thread that starts ingest.
 */
public interface ConsumerSettings {
    /** A text as it is written, without surrounding blanks. */
    String text(String key, String byDefault);

    /** A whole number from {@code min} to {@code max}. */
    int integer(String key, int byDefault, int min, int max);

    /** A number of bytes: {@code 65536}, {@code 64KiB}, {@code 2GiB}. */
    long bytes(String key, long byDefault, long min, long max);

    /** An ISO 8601 duration: {@code PT10S}, {@code P7D}. */
    Duration duration(String key, Duration byDefault, Duration min, Duration max);

    /** {@code true} or {@code false}. */
    boolean flag(String key, boolean byDefault);

    /** A path, made absolute. */
    Path path(String key, String byDefault);

    /** A secret, set by {@code key} or as the content of the file that {@code key-file} names. */
    String secret(String key, String byDefault);

    /** Says that the value of {@code key} cannot be. */
    void refuse(String key, String expected, String found);
}
