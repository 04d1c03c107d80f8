package io.logdrive.ingest.consume;

import io.logdrive.wire.OriginKind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer has committed, in a file: one record for each commit, with the position of the
 * consumer's output and the sequences that the commit added; the first record of a file has all
 * sequences there were.
 *
 * <p>Each record carries its length twice, the second time inverted, and a CRC. What is cut off at
 * the end was never acknowledged and is dropped. Anything else that cannot be read means that the
 * disk has damaged the file: it is put aside, what stood before the damage counts, and nobody cuts
 * an output back to a position that is no longer known; at worst lines come twice.
 *
 * <p>Confined to the consumer's thread.
 */
final class ProgressJournal {
    private static final int HEADER_BYTES = 3 * Integer.BYTES;
    private static final long COMPACT_BYTES_MIN = 1 << 20;
    private static final int COMPACT_FACTOR = 4;

    private final Disk disk;
    private final Path folder;
    private final Path file;
    private final ConsumerLedger ledger;

    private Disk.@Nullable OpenFile open;
    private String position = "";

    /** What is known to be on disk; below 0 before the first look. */
    private long forcedBytes = -1;

    private long snapshotBytes;

    ProgressJournal(Disk disk, Path folder, ConsumerLedger ledger) {
        this.disk = disk;
        this.folder = folder;
        this.file = folder.resolve("journal");
        this.ledger = ledger;
    }

    /** The position of the last commit; empty when there is none, or it cannot be known. */
    String position() {
        return position;
    }

    /**
     * Reads the file again, from which the ledger is made anew.
     *
     * @return where a damaged file was put; null when all is well
     */
    @Nullable Path open() throws IOException {
        close();
        Files.createDirectories(folder);
        ledger.clear();
        position = "";
        snapshotBytes = 0;
        Disk.OpenFile opened = disk.open(file);
        open = opened;
        if (forcedBytes >= 0 && opened.size() > forcedBytes) {
            // Of what followed nobody knows whether it is on disk; nothing of it was acknowledged.
            opened.truncate(forcedBytes);
        }
        long size = opened.size();
        long whole = read(size);
        if (whole < 0) {
            return setAside();
        }
        if (whole < size) {
            opened.truncate(whole);
            opened.force();
        }
        if (forcedBytes < 0) {
            opened.force();
            disk.sync(folder);
        }
        forcedBytes = whole;
        return null;
    }

    /** Returns once it is on disk that {@code runs} are in the output, which ends at {@code to}. */
    void append(String to, List<Run> runs) throws IOException {
        Disk.OpenFile opened = opened();
        byte[] written = encode(to, runs);
        opened.write(ByteBuffer.wrap(written));
        opened.force();
        forcedBytes += written.length;
        position = to;
        runs.forEach(ledger::add);
        if (forcedBytes > Math.max(COMPACT_BYTES_MIN, COMPACT_FACTOR * snapshotBytes)) {
            compact();
        }
    }

    /** Writes a new file that begins with all there is, and puts it into the place of the old. */
    void compact() throws IOException {
        opened();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        disk.delete(fresh);
        byte[] written = encode(position, ledger.runs());
        try (Disk.OpenFile next = disk.open(fresh)) {
            next.write(ByteBuffer.wrap(written));
            next.force();
        }
        close();
        disk.rename(fresh, file);
        disk.sync(folder);
        open = disk.open(file);
        forcedBytes = written.length;
        snapshotBytes = written.length;
    }

    void close() throws IOException {
        Disk.OpenFile closing = open;
        open = null;
        if (closing != null) {
            closing.close();
        }
    }

    private Disk.OpenFile opened() throws IOException {
        if (open == null) {
            throw new IOException(file + ": expected to be open, found it closed");
        }
        return open;
    }

    /** Up to where the file can be read; below 0 when what follows is no cut-off end. */
    private long read(long size) throws IOException {
        long at = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (size - at >= HEADER_BYTES) {
                int length = in.readInt();
                int inverted = in.readInt();
                int crc = in.readInt();
                if (length == 0 && inverted == 0 && crc == 0) {
                    // A power cut may leave zeros where nothing was written yet.
                    return onlyZeros(in) ? at : -1;
                }
                if (length != ~inverted || length < 0) {
                    return -1;
                }
                if (length > size - at - HEADER_BYTES) {
                    return at;
                }
                byte[] payload = in.readNBytes(length);
                long next = at + HEADER_BYTES + length;
                if (crc != crcOf(payload)) {
                    return next == size ? at : -1;
                }
                if (!take(payload)) {
                    return -1;
                }
                snapshotBytes = at == 0 ? next : snapshotBytes;
                at = next;
            }
        }
        return at;
    }

    private static boolean onlyZeros(DataInputStream in) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != 0) {
                return false;
            }
        }
        return true;
    }

    private Path setAside() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        for (int more = 2; Files.exists(aside); more++) {
            aside = file.resolveSibling(file.getFileName() + ".damaged-" + more);
        }
        close();
        disk.rename(file, aside);
        open = disk.open(file);
        forcedBytes = 0;
        position = "";
        compact();
        return aside;
    }

    /** All of a record, or nothing of one that is whole and says something else than ours. */
    private boolean take(byte[] payload) {
        List<Run> runs = new ArrayList<>();
        String to;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            to = in.readUTF();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                UUID origin = new UUID(in.readLong(), in.readLong());
                OriginKind kind = OriginKind.ofWord(in.readUTF());
                // A kind of a later version is kept for ever, which is the safe side.
                OriginKind known = kind == null ? OriginKind.AGENT : kind;
                runs.add(new Run(origin, known, in.readLong(), in.readLong(), in.readLong()));
            }
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
        position = to;
        runs.forEach(ledger::add);
        return true;
    }

    private static byte[] encode(String position, List<Run> runs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(new byte[HEADER_BYTES]);
            out.writeUTF(position);
            out.writeInt(runs.size());
            for (Run run : runs) {
                out.writeLong(run.origin().getMostSignificantBits());
                out.writeLong(run.origin().getLeastSignificantBits());
                out.writeUTF(run.kind().word());
                out.writeLong(run.seenMillis());
                out.writeLong(run.first());
                out.writeLong(run.end());
            }
        }
        byte[] written = bytes.toByteArray();
        int length = written.length - HEADER_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(written, HEADER_BYTES, length);
        ByteBuffer.wrap(written).putInt(length).putInt(~length).putInt((int) crc.getValue());
        return written;
    }

    private static int crcOf(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }
}
