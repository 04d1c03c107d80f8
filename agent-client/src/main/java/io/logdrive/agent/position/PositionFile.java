package io.logdrive.agent.position;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.agent.send.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The positions of all sources of one agent, in one file.
 *
 * <p>What may have been sent is written before it is, in steps; what is acknowledged is written a
 * little later by a thread of its own, {@code agent-position}: a restart sends again what the file
 * does not know, and the server's ledger drops it.
 *
 * <p>Thread-safe.
 */
public final class PositionFile implements AutoCloseable {
    /** Lines by which the mark of what may have been sent is raised; more in a hurry. */
    static final long ATTEMPTED_STEP = 10_000;

    private static final long ATTEMPTED_STEP_MAX = 1_000_000;
    private static final long HURRY_NANOS = 1_000_000_000;

    private static final long SAVE_MILLIS = 200;

    private final ScheduledExecutorService saver =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "agent-position"));

    private final ScheduledFuture<?> saves;

    @GuardedBy("this")
    private final DurableFile file;

    @GuardedBy("this")
    private final List<SourceMark> marks;

    @GuardedBy("this")
    private boolean changed;

    @GuardedBy("this")
    private long step;

    @GuardedBy("this")
    private long raises;

    @GuardedBy("this")
    private long raisedNanos;

    private PositionFile(DurableFile file, List<SourceMark> marks) {
        this.file = file;
        this.marks = marks;
        this.saves =
                saver.scheduleWithFixedDelay(
                        this::save, SAVE_MILLIS, SAVE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Goes on from the file, or begins it.
     *
     * @param sources the names of the sources, by connection
     * @throws PositionException when the file cannot be used, is damaged or is of other sources
     */
    public static PositionFile open(Path path, List<String> sources) {
        DurableFile file;
        try {
            file = new DurableFile(path);
        } catch (IOException e) {
            throw unusable(path, e);
        }
        try {
            String text = file.read();
            List<SourceMark> marks = text == null ? begun(sources) : known(path, text, sources);
            file.replace(PositionText.of(marks));
            return new PositionFile(file, marks);
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e instanceof IOException io ? unusable(path, io) : (RuntimeException) e;
            } catch (IOException suppressed) {
                throw unusable(path, suppressed);
            }
        }
    }

    private static PositionException unusable(Path path, IOException cause) {
        return new PositionException(
                "--position: expected a file that can be written, found "
                        + path
                        + " ("
                        + cause
                        + ")",
                cause);
    }

    private static List<SourceMark> begun(List<String> sources) {
        List<SourceMark> marks = new ArrayList<>();
        for (String source : sources) {
            marks.add(new SourceMark(UUID.randomUUID(), source, 0, 0));
        }
        return marks;
    }

    private static List<SourceMark> known(Path path, String text, List<String> sources) {
        List<SourceMark> marks;
        try {
            marks = new ArrayList<>(PositionText.read(text));
        } catch (IllegalArgumentException e) {
            throw new PositionException(
                    "--position: expected a position file, found "
                            + path
                            + " damaged: "
                            + e.getMessage()
                            + ". Put back a copy of it, or move it away and begin with a new"
                            + " SOURCE: with the old one, lines that are stored already would be"
                            + " stored once more",
                    e);
        }
        List<String> found = marks.stream().map(SourceMark::source).toList();
        if (!found.equals(sources)) {
            throw new PositionException(
                    "--position: expected "
                            + path
                            + " to be of the sources "
                            + String.join(", ", sources)
                            + ", found "
                            + String.join(", ", found)
                            + ". Give --numbered and --connections as they were, or another file");
        }
        return marks;
    }

    /** The id of a source's origin, the same for ever. */
    public synchronized UUID origin(int index) {
        return marks.get(index).origin();
    }

    /** Where a source stands. */
    public Position position(int index) {
        long start = mark(index).acknowledged();
        return new Position() {
            @Override
            public long start() {
                return start;
            }

            @Override
            public void attempt(long end) throws IOException {
                attempted(index, end);
            }

            @Override
            public void acknowledge(long end) {
                acknowledged(index, end);
            }
        };
    }

    private synchronized SourceMark mark(int index) {
        return marks.get(index);
    }

    private synchronized void attempted(int index, long end) throws IOException {
        SourceMark mark = marks.get(index);
        if (end > mark.attempted()) {
            marks.set(index, mark.withAttempted(Math.max(end, mark.attempted() + step())));
            file.replace(PositionText.of(marks));
            changed = false;
        }
    }

    /** A disk needs some milliseconds each time: the faster lines are made, the larger the step. */
    @GuardedBy("this")
    private long step() {
        long now = System.nanoTime();
        boolean hurry = raises > 0 && now - raisedNanos < HURRY_NANOS;
        step = hurry ? Math.min(2 * step, ATTEMPTED_STEP_MAX) : ATTEMPTED_STEP;
        raisedNanos = now;
        raises++;
        return step;
    }

    private synchronized void acknowledged(int index, long end) {
        SourceMark mark = marks.get(index);
        if (end > mark.acknowledged()) {
            marks.set(index, mark.withAcknowledged(end));
            changed = true;
        }
    }

    private synchronized void save() {
        try {
            saveChanged();
        } catch (IOException e) {
            // It is tried again soon, and the next attempt to send fails by it.
            return;
        }
    }

    @GuardedBy("this")
    private void saveChanged() throws IOException {
        if (changed) {
            file.replace(PositionText.of(marks));
            changed = false;
        }
    }

    /**
     * Writes what is acknowledged by now.
     *
     * @throws IOException when it cannot be written; a restart sends more than it had to
     */
    @Override
    public void close() throws IOException {
        saves.cancel(false);
        saver.shutdown();
        synchronized (this) {
            try (file) {
                saveChanged();
            }
        }
    }
}
