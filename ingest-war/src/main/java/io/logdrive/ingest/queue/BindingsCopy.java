package io.logdrive.ingest.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A second copy of the broker's bindings: which number each queue has.
 *
 * <p>Every message on disk names its queue by that number only. A broker whose bindings are gone
 * makes the queues anew under other numbers and then deletes each message of the old ones with a
 * warning. The bindings change only at a start, so a copy made after each start is always good.
 *
 * <p>Confined to the broker keeper's thread.
 */
final class BindingsCopy {
    private static final String ENDING = ".bindings";

    private final Path bindings;
    private final Path copy;

    BindingsCopy(Path directory) {
        this.bindings = directory.resolve("bindings");
        this.copy = directory.resolve("bindings-copy");
    }

    /** Copies the bindings of a broker that has just started. */
    void save() throws IOException {
        Path fresh = copy.resolveSibling("bindings-copy.new");
        replace(bindings, fresh);
        delete(copy);
        Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Whether the bindings do not begin as their copy does: they are only ever added to, but for a
     * compaction, after which the copy is as good.
     *
     * <p>A copy that is used without need does harm: it knows no queue that was made since, and the
     * broker would give numbers again that messages have already.
     */
    boolean isBetter() throws IOException {
        for (Path kept : files(copy)) {
            Path file = bindings.resolve(String.valueOf(kept.getFileName()));
            int bytes = Math.toIntExact(RecordScan.ofJournal(kept).wholeBytes());
            if (bytes <= RecordScan.JOURNAL_HEADER) {
                // The next file, which has another number in its header after each start.
                continue;
            }
            if (!Files.exists(file) || !Arrays.equals(begin(file, bytes), begin(kept, bytes))) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are no bindings at all. */
    boolean areMissing() throws IOException {
        return files(bindings).isEmpty();
    }

    /** Puts the copy in the place of the bindings, which somebody has moved away. */
    void restore() throws IOException {
        replace(copy, bindings);
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path old : files(to)) {
            Files.delete(old);
        }
        for (Path file : files(from)) {
            Path target = to.resolve(String.valueOf(file.getFileName()));
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
        Files.deleteIfExists(folder);
    }

    private static byte[] begin(Path file, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytes);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
    }
}
