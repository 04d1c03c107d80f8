package io.logdrive.ingest.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of the broker's files cannot be read, and puts it aside in {@code damaged-<time>}
 * beside them: never deleted, never in the way of the rest.
 *
 * <p>A file of which a part can be read is copied there and left to Artemis, which passes over the
 * other part. Only when the broker does not start with what is left is the file moved away, and as
 * the last resort everything.
 *
 * <p>Confined to the broker keeper's thread, apart from {@link #setAside}.
 */
final class DamagedParts {
    private static final String FOLDER = "damaged-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The start does not wait longer for the look at old pages, however long the backlog is. */
    private static final long PAGES_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private static final String JOURNAL = "journal";
    private static final String BINDINGS = "bindings";
    private static final String PAGING = "paging";
    private static final List<String> ALL = List.of(JOURNAL, BINDINGS, PAGING, "large-messages");

    private final Path directory;
    private final QueueEvents events;
    private final BindingsCopy bindings;
    private final List<Path> suspects = new ArrayList<>();
    private volatile List<String> setAside;
    private @Nullable Path folder;
    private boolean everythingTried;

    DamagedParts(Path directory, QueueEvents events) {
        this.directory = directory;
        this.events = events;
        this.bindings = new BindingsCopy(directory);
        this.setAside = folders();
    }

    /** The folders, made now or earlier, that still hold parts which were set aside. */
    List<String> setAside() {
        return setAside;
    }

    /** Before the broker starts: takes out of its way what cannot be read. */
    void inspect() {
        suspects.clear();
        everythingTried = false;
        for (Path file : files(JOURNAL, ".amq")) {
            inspectJournal(file);
        }
        inspectBindings();
        long deadline = System.nanoTime() + PAGES_NANOS_MAX;
        for (Path address : list(directory.resolve(PAGING))) {
            inspectPages(address, deadline);
        }
    }

    /** After the broker started with what there is. */
    void keepBindings() {
        try {
            bindings.save();
        } catch (IOException e) {
            events.keeperFailed(new UncheckedIOException(e));
        }
    }

    /** While it runs: Artemis renames a page of which it could read only a part. */
    void collectInvalidPages() {
        for (Path address : list(directory.resolve(PAGING))) {
            for (Path page : list(address)) {
                if (page.toString().endsWith(".invalidPage")) {
                    move(page, "page read only in part");
                }
            }
        }
    }

    /**
     * After a start that failed: takes more out of its way.
     *
     * @return whether there was more; otherwise the cause is another one
     */
    boolean setAsideUnreadable(QueueUnavailableException cause) {
        if (!suspects.isEmpty()) {
            suspects.forEach(file -> move(file, "the broker does not start with it"));
            suspects.clear();
            return true;
        }
        if (everythingTried || files(JOURNAL, ".amq").isEmpty()) {
            return false;
        }
        setAsideAll("the broker does not start: " + cause.getMessage());
        return true;
    }

    private void setAsideAll(String reason) {
        everythingTried = true;
        for (String part : ALL) {
            if (Files.exists(directory.resolve(part))) {
                move(directory.resolve(part), reason);
            }
        }
    }

    private void inspectJournal(Path file) {
        try {
            RecordScan scan = RecordScan.ofJournal(file);
            if (!scan.readable()) {
                move(file, "no header of a journal file");
            } else if (scan.gap() || Files.size(file) % EmbeddedBroker.JOURNAL_FILE_UNIT != 0) {
                copy(file, "records missing from byte " + scan.wholeBytes() + " on");
                suspects.add(file);
            }
        } catch (IOException e) {
            move(file, e.toString());
        }
    }

    private void inspectBindings() {
        try {
            if (bindings.isBetter()) {
                if (Files.exists(directory.resolve(BINDINGS))) {
                    move(directory.resolve(BINDINGS), "bindings damaged, their copy is used");
                }
                bindings.restore();
            } else if (bindings.areMissing() && !files(JOURNAL, ".amq").isEmpty()) {
                setAsideAll("bindings missing, and no copy of them");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Oldest first, the newest always: of it alone the end may be incomplete after a crash. */
    private void inspectPages(Path address, long deadlineNanos) {
        List<Path> pages =
                list(address).stream().filter(page -> page.toString().endsWith(".page")).toList();
        for (int i = 0; i < pages.size(); i++) {
            boolean newest = i == pages.size() - 1;
            if (newest || System.nanoTime() < deadlineNanos) {
                inspectPage(pages.get(i), newest);
            }
        }
    }

    /** What was being written at a crash was never confirmed, and behind it nothing may follow. */
    private void inspectPage(Path page, boolean newest) {
        try {
            RecordScan scan = RecordScan.ofPage(page);
            long size = Files.size(page);
            if (scan.gap() || (scan.wholeBytes() < size && !newest)) {
                copy(page, "records missing from byte " + scan.wholeBytes() + " on");
            } else if (scan.wholeBytes() < size) {
                events.incompletePage(directory.relativize(page), size - scan.wholeBytes());
                try (FileChannel channel = FileChannel.open(page, StandardOpenOption.WRITE)) {
                    channel.truncate(scan.wholeBytes());
                }
            }
        } catch (IOException e) {
            move(page, e.toString());
        }
    }

    private void copy(Path file, String reason) {
        try {
            Path copy = free(file);
            Files.copy(file, copy);
            noted(file, copy, reason);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void move(Path file, String reason) {
        try {
            Path moved = free(file);
            Files.move(file, moved);
            noted(file, moved, reason);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void noted(Path file, Path aside, String reason) {
        setAside = folders();
        events.damaged(directory.relativize(file), aside, reason);
    }

    /** Where {@code file} is put: nothing that was put aside before is replaced. */
    private Path free(Path file) throws IOException {
        String name = directory.relativize(file).toString().replace('/', '-');
        Path free = folder().resolve(name);
        for (int more = 2; Files.exists(free); more++) {
            free = folder().resolve(name + "-" + more);
        }
        return free;
    }

    private Path folder() throws IOException {
        if (folder == null) {
            String name = FOLDER + TIME.format(Clock.systemUTC().instant());
            Path free = directory.resolve(name);
            // Two starts in one second must not mix their parts, or one could not be moved.
            for (int more = 2; Files.exists(free); more++) {
                free = directory.resolve(name + "-" + more);
            }
            folder = free;
        }
        return Files.createDirectories(folder);
    }

    private List<String> folders() {
        return list(directory).stream()
                .map(entry -> String.valueOf(entry.getFileName()))
                .filter(name -> name.startsWith(FOLDER))
                .sorted()
                .toList();
    }

    private List<Path> files(String part, String ending) {
        return list(directory.resolve(part)).stream()
                .filter(file -> file.toString().endsWith(ending))
                .toList();
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
