package io.logdrive.ingest.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads the framing of Artemis' files, to find what Artemis itself passes over in silence: it has
 * no checksums, and looks for the next record that fits when one does not.
 *
 * <p>Immutable.
 *
 * @param readable whether the file can be what its name says at all
 * @param wholeBytes up to where records follow each other without a gap
 * @param gap whether there are records behind the first gap: something in the middle is damaged,
 *     where a mere end that was being written at a crash was never confirmed
 */
record RecordScan(boolean readable, long wholeBytes, boolean gap) {
    private static final RecordScan UNREADABLE = new RecordScan(false, 0, false);

    /** JournalImpl: version, user version, file id; then records, each with the file's id. */
    static final int JOURNAL_HEADER = 16;

    private static final int JOURNAL_VERSION = 2;
    private static final int EVENT = 10;
    private static final int ADD = 11;
    private static final int UPDATE = 12;
    private static final int ADD_TX = 13;
    private static final int UPDATE_TX = 14;
    private static final int DELETE_TX = 15;
    private static final int DELETE = 16;
    private static final int PREPARE = 17;
    private static final int COMMIT = 18;
    private static final int ROLLBACK = 19;

    /** Type, file id, compact count and the size once more at the end. */
    private static final int FRAME = 1 + 4 + 1 + 4;

    private static final int RECORD_FRAME_MIN = 1 + 4 + 1;
    private static final byte PAGE_START = '{';
    private static final byte PAGE_END = '}';

    /** A file of the journal or of the bindings. */
    static RecordScan ofJournal(Path file) throws IOException {
        ByteBuffer bytes = read(file);
        if (bytes.limit() < JOURNAL_HEADER || bytes.getInt(0) != JOURNAL_VERSION) {
            return UNREADABLE;
        }
        int fileId = (int) bytes.getLong(8);
        return scan(bytes, JOURNAL_HEADER, (all, at) -> journalRecord(all, at, fileId));
    }

    /** A page. */
    static RecordScan ofPage(Path file) throws IOException {
        return scan(read(file), 0, RecordScan::pageRecord);
    }

    private static RecordScan scan(ByteBuffer bytes, int first, Records records) {
        int at = first;
        for (int length = records.length(bytes, at); length > 0; ) {
            at += length;
            length = records.length(bytes, at);
        }
        for (int behind = at + 1; behind < bytes.limit(); behind++) {
            if (records.length(bytes, behind) > 0) {
                return new RecordScan(true, at, true);
            }
        }
        return new RecordScan(true, at, false);
    }

    /** The length of the record at {@code at}; 0 when there is none. */
    private static int journalRecord(ByteBuffer bytes, int at, int fileId) {
        if (bytes.limit() - at < FRAME) {
            return 0;
        }
        int type = bytes.get(at);
        if (type < EVENT || type > ROLLBACK || bytes.getInt(at + 1) != fileId) {
            return 0;
        }
        long length = (long) FRAME + idBytes(type);
        int sizesAt = at + FRAME - 4 + idBytes(type);
        if (type <= DELETE_TX) {
            length += 4 + (type == DELETE_TX ? 0 : 1) + size(bytes, sizesAt);
        } else if (type == PREPARE) {
            length += 8 + size(bytes, sizesAt + 4);
        } else if (type == COMMIT) {
            length += 4;
        }
        boolean whole = length <= bytes.limit() - at && length >= FRAME;
        return whole && bytes.getInt(at + (int) length - 4) == length ? (int) length : 0;
    }

    private static int idBytes(int type) {
        return switch (type) {
            case ADD_TX, UPDATE_TX, DELETE_TX -> 16;
            case EVENT, ADD, UPDATE, DELETE, PREPARE, COMMIT, ROLLBACK -> 8;
            default -> throw new IllegalArgumentException("journal record type " + type);
        };
    }

    private static int pageRecord(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < RECORD_FRAME_MIN || bytes.get(at) != PAGE_START) {
            return 0;
        }
        long length = (long) RECORD_FRAME_MIN + size(bytes, at + 1);
        boolean whole = length <= bytes.limit() - at;
        return whole && bytes.get(at + (int) length - 1) == PAGE_END ? (int) length : 0;
    }

    /** A size that cannot be one is larger than any file. */
    private static long size(ByteBuffer bytes, int at) {
        int size = at + 4 <= bytes.limit() ? bytes.getInt(at) : -1;
        return size < 0 ? Integer.MAX_VALUE : size;
    }

    private static ByteBuffer read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private interface Records {
        int length(ByteBuffer bytes, int at);
    }
}
