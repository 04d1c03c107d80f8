package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A program that writes numbered lines to a file, and whatever rotates that file. Confined to the
 * test's thread.
 */
public final class RotatedLog {
    /** What is done to a log file in the field. Immutable. */
    public enum Act {
        WRITE,
        WRITE_MUCH,
        WRITE_HALF_A_LINE,
        RENAME,
        COPY_AND_TRUNCATE,
        COMPRESS,
        TRUNCATE,
        DELETE
    }

    private static final int ARCHIVES_MAX = 60;

    private final Path file;
    private final String name;
    private final Random random;
    private int written;
    private boolean halfWritten;

    /** Its file is {@code app.log} in that folder. */
    public RotatedLog(Path folder, String name, long seed) throws IOException {
        this.file = Files.createDirectories(folder).resolve("app.log");
        this.name = name;
        this.random = new Random(seed);
    }

    /** Lines that were written whole. */
    public int written() {
        return written;
    }

    /** Number {@code n} of them, without newline. */
    public String line(int n) {
        Random filler = new Random(n);
        return name + "-" + n + " " + "x".repeat(filler.nextInt(n % 50 == 0 ? 3000 : 100));
    }

    /**
     * Does that to the file.
     *
     * @param known whether a line has arrived: nobody compresses a file in the very moment of its
     *     rotation, before an agent could see it; and what is truncated or deleted before it was
     *     read is in no file any more
     */
    public void act(Act act, Predicate<String> known) throws IOException {
        switch (act) {
            case WRITE -> write(1 + random.nextInt(20));
            case WRITE_MUCH -> write(2_000);
            case WRITE_HALF_A_LINE -> writeHalf();
            case RENAME -> rename();
            case COPY_AND_TRUNCATE -> copyAndTruncate();
            case COMPRESS -> compress(known);
            case TRUNCATE -> {
                if (isKnown(known)) {
                    truncate();
                }
            }
            case DELETE -> {
                if (isKnown(known)) {
                    Files.delete(file);
                }
            }
        }
    }

    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String line = line(written + i) + "\n";
            // The half that stands there already.
            text.append(i == 0 && halfWritten ? line.substring(line.length() / 2) : line);
        }
        append(text.toString());
        halfWritten = false;
        written += lines;
    }

    private void writeHalf() throws IOException {
        if (!halfWritten) {
            String line = line(written) + "\n";
            append(line.substring(0, line.length() / 2));
            halfWritten = true;
        }
    }

    /** What ends a file must be a line: whoever rotates in the middle of one tears it. */
    private void finishLine() throws IOException {
        if (halfWritten) {
            write(1);
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path archive(int number) {
        return file.resolveSibling("app.log." + number);
    }

    private Path compressed(int number) {
        return file.resolveSibling("app.log." + number + ".gz");
    }

    private boolean shift() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        for (int i = ARCHIVES_MAX; i >= 1; i--) {
            move(archive(i), archive(i + 1));
            move(compressed(i), compressed(i + 1));
        }
        return true;
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void rename() throws IOException {
        finishLine();
        if (shift()) {
            move(file, archive(1));
        }
    }

    private void copyAndTruncate() throws IOException {
        finishLine();
        if (shift()) {
            Files.copy(file, archive(1));
            truncate();
        }
    }

    private void truncate() throws IOException {
        try (var open = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            open.truncate(0);
        }
    }

    /** Whether there is a file, and all of it has arrived. */
    private boolean isKnown(Predicate<String> known) throws IOException {
        return !halfWritten
                && Files.exists(file)
                && Files.size(file) > 0
                && known.test(line(written - 1));
    }

    /** Of the archives, all but the youngest. */
    private void compress(Predicate<String> known) throws IOException {
        for (int i = 2; i <= ARCHIVES_MAX; i++) {
            if (Files.exists(archive(i)) && known.test(firstLine(archive(i)))) {
                try (InputStream in = Files.newInputStream(archive(i));
                        OutputStream out =
                                new GZIPOutputStream(Files.newOutputStream(compressed(i)))) {
                    in.transferTo(out);
                }
                Files.delete(archive(i));
            }
        }
    }

    private static String firstLine(Path archive) throws IOException {
        try (Stream<String> lines = Files.lines(archive)) {
            return lines.findFirst().orElseThrow();
        }
    }
}
