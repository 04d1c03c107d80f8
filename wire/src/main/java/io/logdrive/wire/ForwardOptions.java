package io.logdrive.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;
import org.msgpack.value.ValueType;

/**
 * The option map of an event message: the specification's {@code chunk}, {@code size} and {@code
 * compressed}, and Logdrive's {@code ledger}, {@code origins}, {@code crc32c}, {@code lines} and
 * what goes with that. Other keys are ignored, as is {@code size}: entries are counted.
 *
 * <p>Immutable once taken.
 */
final class ForwardOptions {
    /** Fluentd, Fluent Bit and fluency use 24 to 36 bytes, a Logdrive origin and sequence 56. */
    private static final int CHUNK_BYTES_MAX = 1_024;

    private static final int LEVEL_OF_OPTION = 2;
    private static final int UUID_BYTES = 16;
    private static final int LEDGER_RUN_FIELDS = 4;
    private static final int NOWHERE = -1;

    private @Nullable String chunk;
    private boolean gzip;
    private boolean lines;
    private @Nullable List<LedgerRun> ledger;
    private List<Origin> origins = List.of();
    private long crc32c = -1;
    private final int depthMax;

    /** Where the values stand that mean something in an agent's chunk only. */
    private int truncatedAt = NOWHERE;

    private int filteredAt = NOWHERE;
    private int attributesAt = NOWHERE;

    private ForwardOptions(int depthMax) {
        this.depthMax = depthMax;
    }

    /** What holds when a message carries no option map. */
    static ForwardOptions none() {
        return new ForwardOptions(0);
    }

    static ForwardOptions take(MsgpackReader reader, int depthMax) {
        ForwardOptions options = new ForwardOptions(depthMax);
        if (reader.takeNil()) {
            return options;
        }
        int pairs = reader.mapHeader("the option map");
        for (int i = 0; i < pairs; i++) {
            if (reader.type() != ValueType.STRING) {
                reader.skip(depthMax - LEVEL_OF_OPTION);
                reader.skip(depthMax - LEVEL_OF_OPTION);
                continue;
            }
            String name = text(reader, "an option's name");
            switch (name) {
                case "chunk" -> options.chunk = takeChunk(reader);
                case "compressed" -> options.gzip = takeCompressed(reader);
                case "ledger" -> options.ledger = takeLedger(reader);
                case "origins" -> options.origins = takeOrigins(reader, depthMax);
                case "crc32c" -> options.crc32c = takeCrc(reader);
                case "lines" -> options.lines = !reader.takeNil() && reader.takeBoolean();
                default -> {
                    options.note(name, reader.position());
                    reader.skip(depthMax - LEVEL_OF_OPTION);
                }
            }
        }
        return options;
    }

    private void note(String name, int position) {
        switch (name) {
            case "truncated" -> truncatedAt = position;
            case "filtered" -> filteredAt = position;
            case "attributes" -> attributesAt = position;
            default -> {
                // Of another protocol or version.
            }
        }
    }

    /**
     * What an agent says of its lines; {@link LineMarks#NONE} when it is not an agent's chunk.
     *
     * @param reader of the frame, wherever it stands
     * @param entries how many lines there are
     */
    LineMarks takeMarks(MsgpackReader reader, int entries) {
        boolean none = truncatedAt + filteredAt + attributesAt == 3 * NOWHERE;
        if (none || !lines || chunk == null || ChunkName.parse(chunk) == null) {
            return LineMarks.NONE;
        }
        LineMarks marks = LineMarks.NONE;
        BitSet truncated = marks.truncated();
        if (truncatedAt != NOWHERE) {
            reader.moveTo(truncatedAt);
            truncated = LineMarks.takeTruncated(reader, entries);
        }
        FilteredRuns filtered = marks.filtered();
        if (filteredAt != NOWHERE) {
            reader.moveTo(filteredAt);
            filtered = LineMarks.takeFiltered(reader, entries);
        }
        LineAttributes attributes = marks.attributes();
        if (attributesAt != NOWHERE) {
            reader.moveTo(attributesAt);
            attributes = LineAttributes.take(reader, depthMax - LEVEL_OF_OPTION);
        }
        return new LineMarks(truncated, filtered, attributes);
    }

    @Nullable String chunk() {
        return chunk;
    }

    boolean gzip() {
        return gzip;
    }

    /** The ledger, empty when there was none. */
    List<LedgerRun> ledger() {
        return ledger == null ? List.of() : ledger;
    }

    /** Whether each entry is one raw line. */
    boolean lines() {
        return lines;
    }

    List<Origin> origins() {
        return origins;
    }

    /** CRC-32C of the entries, or -1 when none was given. */
    long crc32c() {
        return crc32c;
    }

    /** Compares the ledger, where there is one, with the number of entries. */
    void checkStored(int entries) {
        if (ledger == null) {
            return;
        }
        long stored = 0;
        for (LedgerRun run : ledger) {
            if (run.outcome() == Outcome.STORED) {
                // One more than fits is as wrong as any more, and cannot overflow.
                stored += Math.min(run.count(), entries + 1L);
            }
        }
        if (stored != entries) {
            throw new ForwardException(
                    "option ledger: expected as many stored sequences as entries ("
                            + entries
                            + "), found "
                            + (stored > entries ? "more" : stored));
        }
    }

    static String text(MsgpackReader reader, String what) {
        int length = reader.textHeader(what);
        int start = reader.position();
        reader.moveTo(start + length);
        return Utf8Text.decode(reader.bytes(), start, length).text();
    }

    /** The text of a chunk name, which must come back in the acknowledgement byte for byte. */
    static String takeChunkName(MsgpackReader reader) {
        int length = reader.textHeader("a chunk name");
        int start = reader.position();
        if (length > CHUNK_BYTES_MAX) {
            throw reader.refuse(
                    "a chunk name of at most " + CHUNK_BYTES_MAX + " bytes", length + " bytes");
        }
        Utf8Text name = Utf8Text.decode(reader.bytes(), start, length);
        if (name.replaced()) {
            throw reader.refuse("a chunk name in UTF-8 without NUL", "other bytes");
        }
        reader.moveTo(start + length);
        return name.text();
    }

    private static @Nullable String takeChunk(MsgpackReader reader) {
        return reader.takeNil() ? null : takeChunkName(reader);
    }

    private static boolean takeCompressed(MsgpackReader reader) {
        if (reader.takeNil()) {
            return false;
        }
        String algorithm = text(reader, "the name of a compression");
        if (algorithm.equals("zstd")) {
            throw reader.refuse("entries compressed by gzip", "zstd");
        }
        return algorithm.equals("gzip");
    }

    private static long takeCrc(MsgpackReader reader) {
        long crc = reader.integer("a CRC-32C");
        if (crc < 0 || crc > 0xffff_ffffL) {
            throw reader.refuse("a CRC-32C of 32 bits", Long.toString(crc));
        }
        return crc;
    }

    private static List<LedgerRun> takeLedger(MsgpackReader reader) {
        int count = reader.arrayHeader("the ledger's array");
        List<LedgerRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int fields = reader.arrayHeader("a ledger run");
            if (fields != LEDGER_RUN_FIELDS) {
                throw reader.refuse("a ledger run of 4 fields", fields + " fields");
            }
            UUID origin = takeUuid(reader);
            long first = reader.integer("a sequence");
            long length = reader.integer("a number of sequences");
            if (first < 0 || length < 1 || first > Long.MAX_VALUE - length) {
                throw reader.refuse(
                        "a ledger run with first >= 0 and count >= 1",
                        "first " + first + " and count " + length);
            }
            String word = text(reader, "an outcome");
            Outcome outcome = Outcome.ofWord(word);
            if (outcome == null) {
                throw reader.refuse("an outcome", "'" + word + "'");
            }
            runs.add(new LedgerRun(origin, first, length, outcome));
        }
        return List.copyOf(runs);
    }

    private static List<Origin> takeOrigins(MsgpackReader reader, int depthMax) {
        int count = reader.arrayHeader("the array of origins");
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            origins.add(takeOrigin(reader, depthMax));
        }
        return List.copyOf(origins);
    }

    private static Origin takeOrigin(MsgpackReader reader, int depthMax) {
        UUID id = null;
        OriginKind kind = null;
        String peer = "";
        String host = "";
        String name = "";
        int pairs = reader.mapHeader("an origin");
        for (int i = 0; i < pairs; i++) {
            switch (text(reader, "the key of an origin")) {
                case "id" -> id = takeUuid(reader);
                case "kind" -> {
                    String word = text(reader, "the kind of an origin");
                    kind = OriginKind.ofWord(word);
                    if (kind == null) {
                        throw reader.refuse("the kind of an origin", "'" + word + "'");
                    }
                }
                case "peer" -> peer = text(reader, "the peer of an origin");
                case "host" -> host = text(reader, "the host of an origin");
                case "name" -> name = text(reader, "the name of an origin");
                default -> reader.skip(depthMax - LEVEL_OF_OPTION - 2);
            }
        }
        if (id == null || kind == null) {
            throw reader.refuse("an origin with id and kind", id == null ? "no id" : "no kind");
        }
        return new Origin(id, kind, peer, host, name);
    }

    private static UUID takeUuid(MsgpackReader reader) {
        if (reader.type() == ValueType.BINARY) {
            int length = reader.textHeader("an origin's id");
            if (length != UUID_BYTES) {
                throw reader.refuse("an origin's id of 16 bytes", length + " bytes");
            }
            return new UUID(reader.longBits(), reader.longBits());
        }
        String text = text(reader, "an origin's id");
        try {
            UUID id = UUID.fromString(text);
            // fromString takes shortened groups; only the canonical text names one id one way.
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new ForwardException("origin id: expected a UUID, found '" + text + "'", e);
        }
        throw new ForwardException("origin id: expected a canonical UUID, found '" + text + "'");
    }

    /** Writes the option map of a batch. */
    static void pack(MessagePacker packer, Batch batch) throws IOException {
        int pairs = 3 + (batch.ledger.isEmpty() ? 0 : 1) + (batch.origins.isEmpty() ? 0 : 1);
        packer.packMapHeader(pairs);
        packer.packString("chunk").packString(batch.chunk);
        packer.packString("size").packInt(batch.entries);
        if (!batch.ledger.isEmpty()) {
            packer.packString("ledger").packArrayHeader(batch.ledger.size());
            for (LedgerRun run : batch.ledger) {
                packer.packArrayHeader(LEDGER_RUN_FIELDS);
                packUuid(packer, run.origin());
                packer.packLong(run.first()).packLong(run.count());
                packer.packString(run.outcome().word());
            }
        }
        if (!batch.origins.isEmpty()) {
            packer.packString("origins").packArrayHeader(batch.origins.size());
            for (Origin origin : batch.origins) {
                pack(packer, origin);
            }
        }
        packer.packString("crc32c").packLong(batch.crc32c);
    }

    static void pack(MessagePacker packer, Origin origin) throws IOException {
        packer.packMapHeader(5).packString("id");
        packUuid(packer, origin.id());
        packer.packString("kind").packString(origin.kind().word());
        packer.packString("peer").packString(origin.peer());
        packer.packString("host").packString(origin.host());
        packer.packString("name").packString(origin.name());
    }

    private static void packUuid(MessagePacker packer, UUID id) throws IOException {
        byte[] bytes = new byte[UUID_BYTES];
        ByteBuffer.wrap(bytes)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        packer.packBinaryHeader(UUID_BYTES).writePayload(bytes);
    }

    /**
     * What {@link #pack} writes.
     *
     * <p>Immutable.
     */
    record Batch(
            String chunk, int entries, long crc32c, List<LedgerRun> ledger, List<Origin> origins) {}
}
