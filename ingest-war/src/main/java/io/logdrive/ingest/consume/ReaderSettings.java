package io.logdrive.ingest.consume;

import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.payara.ConfigurationReader;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of one consumer among all of ingest's. Confined to the thread that starts ingest.
 */
final class ReaderSettings implements ConsumerSettings {
    private final String prefix;
    private final ConfigurationReader reader;

    ReaderSettings(String prefix, ConfigurationReader reader) {
        this.prefix = prefix;
        this.reader = reader;
    }

    @Override
    public String text(String key, String byDefault) {
        return reader.text(prefix + key, byDefault);
    }

    @Override
    public int integer(String key, int byDefault, int min, int max) {
        return reader.integer(prefix + key, byDefault, min, max);
    }

    @Override
    public long bytes(String key, long byDefault, long min, long max) {
        return reader.bytes(prefix + key, byDefault, min, max);
    }

    @Override
    public Duration duration(String key, Duration byDefault, Duration min, Duration max) {
        return reader.duration(prefix + key, byDefault, min, max);
    }

    @Override
    public boolean flag(String key, boolean byDefault) {
        return reader.flag(prefix + key, byDefault);
    }

    @Override
    public Path path(String key, String byDefault) {
        return reader.path(prefix + key, byDefault);
    }

    @Override
    public String secret(String key, String byDefault) {
        return reader.secret(prefix + key, byDefault);
    }

    @Override
    public void refuse(String key, String expected, String found) {
        reader.refuse(prefix + key, expected, found);
    }
}
