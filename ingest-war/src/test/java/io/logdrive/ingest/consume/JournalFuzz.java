package io.logdrive.ingest.consume;

import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** What a consumer finds in the place of its journal after a crash, as Jazzer makes it up. */
public final class JournalFuzz {
    private static final UUID ORIGIN = new UUID(7, 8);

    /** Above it, so that the run below is new whatever the journal says. */
    private static final long FIRST = Long.MAX_VALUE - 10;

    private static final Path FOLDER = folder();

    private JournalFuzz() {}

    /** An odd first byte: the rest is one record's content, with a header that is right. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(data, 1, data.length);
        boolean framed = (data[0] & 1) == 1;
        clear();
        Files.write(FOLDER.resolve("journal"), framed ? framed(content) : content);
        ConsumerLedger ledger = new ConsumerLedger();
        ProgressJournal journal = new ProgressJournal(new QuickDisk(), FOLDER, ledger);
        Path aside = journal.open();
        if (aside != null && !Files.exists(aside)) {
            throw new AssertionError("set aside: expected " + aside + ", found nothing");
        }
        goesOn(journal, ledger);
    }

    /** Whatever it found, it can be written and read again. */
    private static void goesOn(ProgressJournal journal, ConsumerLedger ledger) throws IOException {
        journal.open();
        journal.append("next", List.of(new Run(ORIGIN, OriginKind.LINES, 1, FIRST, FIRST + 2)));
        List<Run> before = ledger.runs();
        journal.compact();
        journal.open();
        if (!journal.position().equals("next") || !List.copyOf(ledger.runs()).containsAll(before)) {
            throw new AssertionError(
                    "after a restart: expected " + before + ", found " + ledger.runs());
        }
        journal.close();
    }

    /** A record of the journal with that content, its header right. */
    static byte[] framed(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return ByteBuffer.allocate(3 * Integer.BYTES + content.length)
                .putInt(content.length)
                .putInt(~content.length)
                .putInt((int) crc.getValue())
                .put(content)
                .array();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("journal-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Waits for no disk: nobody cuts the power here. */
    private static final class QuickDisk implements Disk {
        private final Disk real = new RealDisk();

        @Override
        public OpenFile open(Path file) throws IOException {
            OpenFile opened = real.open(file);
            return new OpenFile() {
                @Override
                public long size() throws IOException {
                    return opened.size();
                }

                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    opened.write(bytes);
                }

                @Override
                public void truncate(long size) throws IOException {
                    opened.truncate(size);
                }

                @Override
                public void force() {}

                @Override
                public void close() throws IOException {
                    opened.close();
                }
            };
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            real.delete(file);
        }

        @Override
        public void sync(Path folder) {}

        @Override
        public long usableBytes(Path folder) throws IOException {
            return real.usableBytes(folder);
        }
    }
}
