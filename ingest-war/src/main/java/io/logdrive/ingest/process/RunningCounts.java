package io.logdrive.ingest.process;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the names of one chunk, few of which differ: they are looked for among the last ones, the
 * shared objects that they mostly are first.
 *
 * <p>Confined to the thread that counts.
 */
final class RunningCounts {
    private static final int SLOTS = 8;

    private final @Nullable String[] names = new String[SLOTS];
    private final int[] counts = new int[SLOTS];
    private int used;

    /** Takes a name with its count. Confined to one thread. */
    @FunctionalInterface
    interface Sink {
        void add(String name, int count);
    }

    /**
     * @param sink takes what there is no more room for
     */
    void add(String name, Sink sink) {
        for (int i = 0; i < used; i++) {
            String known = names[i];
            if (name.equals(known)) {
                counts[i]++;
                return;
            }
        }
        if (used == SLOTS) {
            flush(sink);
        }
        names[used] = name;
        counts[used++] = 1;
    }

    void flush(Sink sink) {
        for (int i = 0; i < used; i++) {
            String name = names[i];
            if (name != null) {
                sink.add(name, counts[i]);
            }
        }
        Arrays.fill(names, null);
        used = 0;
    }
}
