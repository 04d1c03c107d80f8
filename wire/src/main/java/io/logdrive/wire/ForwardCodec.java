package io.logdrive.wire;

import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.ForwardMessage.Heartbeat;
import io.logdrive.wire.ForwardMessage.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.value.ValueType;

/**
 * Encodes and decodes frames of the Forward protocol v1 ({@code PROTOCOL.md}, "Forward").
 *
 * <p>Thread-safe.
 */
public final class ForwardCodec {
    /** For what is short: a buffer of the default size would be cleared for each frame. */
    static final MessagePack.PackerConfig SMALL =
            new MessagePack.PackerConfig().withBufferSize(512).withBufferFlushThreshold(512);

    private static final byte NIL = (byte) 0xc0;
    private static final byte ARRAY_OF_2 = (byte) 0x92;

    /** Frame and array of entries are the first two levels, in whichever mode entries come. */
    private static final int LEVEL_OF_ENTRY = 3;

    private final ForwardLimits limits;

    /** A codec that refuses what exceeds {@code limits}. */
    public ForwardCodec(ForwardLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes one whole frame, as {@link FrameScanner} found it. Checks {@code crc32c} where given,
     * inflates gzip within the bounds, counts the entries and checks each one's outline.
     *
     * <p>In the modes Forward and PackedForward the entries returned are a part of {@code frame},
     * which must not be written to as long as they are in use.
     *
     * @throws ForwardException when the frame is not an event message or heartbeat
     */
    public ForwardMessage decode(byte[] frame, int offset, int length) {
        MsgpackReader reader = reader(frame, offset, length);
        if (reader.takeNil()) {
            reader.expectEnd();
            return new Heartbeat();
        }
        int fields = reader.arrayHeader("an event message");
        if (fields < 2 || fields > 4) {
            throw reader.refuse("an event message of 2 to 4 elements", fields + " elements");
        }
        String tag = ForwardOptions.text(reader, "a tag");
        Mode mode = modeOf(reader.type(), reader);
        int carriers = mode == Mode.MESSAGE ? 3 : 2;
        if (fields < carriers || fields > carriers + 1) {
            throw reader.refuse(
                    "a message of "
                            + carriers
                            + " or "
                            + (carriers + 1)
                            + " elements in the mode "
                            + mode,
                    fields + " elements");
        }
        EntryRange carried =
                switch (mode) {
                    case MESSAGE -> takeMessage(reader);
                    case FORWARD -> takeArray(reader);
                    default -> takePacked(reader);
                };
        ForwardOptions options =
                fields > carriers
                        ? ForwardOptions.take(reader, limits.depthMax())
                        : ForwardOptions.none();
        reader.expectEnd();
        if (mode == Mode.PACKED_FORWARD) {
            if (options.gzip()) {
                mode = Mode.COMPRESSED_PACKED_FORWARD;
                carried =
                        GzipMembers.inflate(
                                carried.bytes(),
                                carried.offset(),
                                carried.length(),
                                options.lines()
                                        // The frame that was compressed had its bound as well.
                                        ? Math.min(
                                                limits.frameBytesMax(), limits.inflatedBytesMax())
                                        : limits.inflatedBytesMax());
            }
            checkCrc(options.crc32c(), carried);
            carried = counted(carried);
        } else {
            checkCrc(options.crc32c(), carried);
        }
        options.checkStored(carried.count());
        return new Events(
                mode,
                tag,
                carried,
                options.chunk(),
                options.ledger(),
                options.origins(),
                options.lines(),
                options.takeMarks(reader, carried.count()));
    }

    private MsgpackReader reader(byte[] frame, int offset, int length) {
        if (length > limits.frameBytesMax()) {
            throw new ForwardException(
                    "forward frame: expected at most "
                            + limits.frameBytesMax()
                            + " bytes, found "
                            + length);
        }
        return new MsgpackReader(frame, offset, length);
    }

    private static Mode modeOf(ValueType second, MsgpackReader reader) {
        return switch (second) {
            case ARRAY -> Mode.FORWARD;
            case STRING, BINARY -> Mode.PACKED_FORWARD;
            case EXTENSION, INTEGER, FLOAT, NIL -> Mode.MESSAGE;
            default ->
                    throw reader.refuse(
                            "entries or the time of an entry", MsgpackReader.named(second));
        };
    }

    /** The event of a Message has no array around it; the range returned has. */
    private EntryRange takeMessage(MsgpackReader reader) {
        int start = reader.position();
        takeTimeAndRecord(reader);
        int length = reader.position() - start;
        byte[] entry = new byte[1 + length];
        entry[0] = ARRAY_OF_2;
        System.arraycopy(reader.bytes(), start, entry, 1, length);
        return new EntryRange(entry, 0, entry.length, 1);
    }

    private EntryRange takeArray(MsgpackReader reader) {
        int count = reader.arrayHeader("the array of entries");
        checkCount(count);
        int start = reader.position();
        for (int i = 0; i < count; i++) {
            takeEntry(reader);
        }
        return new EntryRange(reader.bytes(), start, reader.position() - start, count);
    }

    private static EntryRange takePacked(MsgpackReader reader) {
        int length = reader.textHeader("packed entries");
        int start = reader.position();
        reader.moveTo(start + length);
        return new EntryRange(reader.bytes(), start, length, 0);
    }

    private EntryRange counted(EntryRange packed) {
        MsgpackReader reader = new MsgpackReader(packed.bytes(), packed.offset(), packed.length());
        int count = 0;
        while (reader.hasNext()) {
            checkCount(++count);
            takeEntry(reader);
        }
        return new EntryRange(packed.bytes(), packed.offset(), packed.length(), count);
    }

    private void checkCount(int count) {
        if (count > limits.entriesMax()) {
            throw new ForwardException(
                    "forward frame: expected at most "
                            + limits.entriesMax()
                            + " entries, found "
                            + count
                            + " or more");
        }
    }

    private void takeEntry(MsgpackReader reader) {
        int fields = reader.arrayHeader("an entry");
        if (fields != 2) {
            throw reader.refuse("an entry of time and record", fields + " elements");
        }
        takeTimeAndRecord(reader);
    }

    private void takeTimeAndRecord(MsgpackReader reader) {
        boolean metadata = EntryTime.enterMetadata(reader);
        EntryTime.takeMicros(reader);
        if (metadata) {
            reader.expect(ValueType.MAP, "the metadata of an entry");
            reader.skip(limits.depthMax() - LEVEL_OF_ENTRY - 1);
        }
        reader.expect(ValueType.MAP, "the record of an entry");
        reader.skip(limits.depthMax() - LEVEL_OF_ENTRY);
    }

    private static void checkCrc(long expected, EntryRange entries) {
        if (expected < 0) {
            return;
        }
        long found = crc32c(entries);
        if (found != expected) {
            throw new ForwardException(
                    String.format(
                            Locale.ROOT,
                            "option crc32c: expected %08x of the entries, found %08x",
                            expected,
                            found));
        }
    }

    private static long crc32c(EntryRange entries) {
        CRC32C crc = new CRC32C();
        crc.update(entries.bytes(), entries.offset(), entries.length());
        return crc.getValue();
    }

    /** The frame {@code {"ack": chunk}}. */
    public static byte[] encodeAck(String chunk) {
        try (MessageBufferPacker packer = SMALL.newBufferPacker()) {
            packer.packMapHeader(1).packString("ack").packString(chunk);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The chunk that an answer acknowledges.
     *
     * @throws ForwardException when the frame is not an acknowledgement
     */
    public String decodeAck(byte[] frame, int offset, int length) {
        MsgpackReader reader = reader(frame, offset, length);
        int pairs = reader.mapHeader("an acknowledgement");
        String chunk = null;
        for (int i = 0; i < pairs; i++) {
            if (ForwardOptions.text(reader, "the key of an acknowledgement").equals("ack")) {
                chunk = ForwardOptions.takeChunkName(reader);
            } else {
                reader.skip(limits.depthMax() - 1);
            }
        }
        reader.expectEnd();
        if (chunk == null) {
            throw reader.refuse("the key ack", "none");
        }
        return chunk;
    }

    /** The heartbeat frame: MessagePack nil. */
    public static byte[] encodeHeartbeat() {
        return new byte[] {NIL};
    }

    /**
     * One PackedForward frame around entries that {@link RecordEncoder} made, with the options. An
     * empty {@code ledger} or {@code origins} is left out.
     */
    public static byte[] encodeBatch(
            String tag,
            String chunk,
            EntryRange entries,
            List<LedgerRun> ledger,
            List<Origin> origins) {
        ForwardOptions.Batch batch =
                new ForwardOptions.Batch(chunk, entries.count(), crc32c(entries), ledger, origins);
        try (MessageBufferPacker packer = SMALL.newBufferPacker()) {
            packer.packArrayHeader(3).packString(tag).packBinaryHeader(entries.length());
            byte[] head = packer.toByteArray();
            packer.clear();
            ForwardOptions.pack(packer, batch);
            byte[] options = packer.toByteArray();
            int length = Math.addExact(head.length + options.length, entries.length());
            byte[] frame = Arrays.copyOf(head, length);
            System.arraycopy(
                    entries.bytes(), entries.offset(), frame, head.length, entries.length());
            System.arraycopy(options, 0, frame, length - options.length, options.length);
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
