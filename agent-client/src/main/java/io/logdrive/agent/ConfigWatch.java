package io.logdrive.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file was written, replaced, or pointed elsewhere, by looking each second.
 *
 * <p>Confined to the main thread.
 */
final class ConfigWatch {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Path file;
    private final LongSupplier nanoTime;
    private long next;
    private Seen taken;
    private Seen seen;

    /** What tells one content from another; nulls: there is no file. Immutable. */
    private record Seen(@Nullable Object key, @Nullable Object modified, long size) {}

    /**
     * @param file null: there is none to watch
     */
    ConfigWatch(@Nullable Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() + LOOK_NANOS;
        this.taken = file == null ? new Seen(null, null, 0) : look();
        this.seen = taken;
    }

    /** Whether it is another one, and was for a second: who writes it may not be done at once. */
    boolean hasChanged() {
        long now = nanoTime.getAsLong();
        if (file == null || now - next < 0) {
            return false;
        }
        next = now + LOOK_NANOS;
        Seen before = seen;
        seen = look();
        boolean changed = seen.equals(before) && !seen.equals(taken) && seen.key() != null;
        if (changed) {
            taken = seen;
        }
        return changed;
    }

    private Seen look() {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(Objects.requireNonNull(file), BasicFileAttributes.class);
            return new Seen(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            return new Seen(null, null, 0);
        }
    }
}
