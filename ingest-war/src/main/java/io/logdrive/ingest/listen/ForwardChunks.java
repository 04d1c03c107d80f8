package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineEntries;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of the event messages of one connection: says whose sequences they are.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class ForwardChunks {
    /** What an agent may say of itself; a host name has at most 253. */
    private static final int DESCRIPTION_CHARS_MAX = 255;

    /**
     * Each record of a chunk gets the chunk's attributes: so many bytes they may become together,
     * lest a chunk of short lines be too large for a batch.
     */
    private static final int ATTRIBUTES_BYTES_MAX = 512 << 10;

    /** What stands around each of their texts in a record. */
    private static final int ATTRIBUTE_BYTES = 8;

    private final IntakeConnection connection;
    private final ListenConfig config;
    private long sequence;

    /** The agent's origin that was found to be its own last. */
    private @Nullable UUID owned;

    ForwardChunks(IntakeConnection connection, ListenConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /**
     * The chunks of a message that has entries or says that they were filtered: one; of raw lines
     * as many as their bounds ask for.
     *
     * @throws ForwardException when the message cannot be taken; none of it is then
     */
    List<Chunk> of(Events events) {
        EntryRange entries = events.entries();
        ChunkName.@Nullable Sequence named =
                events.chunk() == null ? null : ChunkName.parse(events.chunk());
        Origin origin = originOf(events, named);
        long first = firstOf(events, named);
        int sequences = entries.count() + events.marks().filtered().total();
        if (first > Long.MAX_VALUE - sequences) {
            throw new ForwardException(
                    "chunk "
                            + events.chunk()
                            + ": expected sequences below "
                            + Long.MAX_VALUE
                            + ", found "
                            + sequences
                            + " from "
                            + first
                            + " on");
        }
        return events.lines() ? ofLines(origin, first, events) : ofEntries(origin, first, entries);
    }

    private static List<Chunk> ofEntries(Origin origin, long first, EntryRange entries) {
        byte[] body =
                Arrays.copyOfRange(
                        entries.bytes(), entries.offset(), entries.offset() + entries.length());
        return List.of(
                new Chunk(
                        origin,
                        first,
                        entries.count(),
                        MicrosClock.nowMicros(),
                        Chunk.Format.ENTRIES,
                        body,
                        LineMarks.NONE));
    }

    private List<Chunk> ofLines(Origin origin, long first, Events events) {
        List<Chunk> chunks = new ArrayList<>();
        LineMarks marks = events.marks();
        LineEntries lines = new LineEntries(events.entries(), marks, config.lineBytesMax());
        int linesMax = linesMax(marks.attributes());
        long now = MicrosClock.nowMicros();
        long next = first;
        while (lines.hasNext()) {
            LineEntries.Lines group = lines.take(linesMax, ListenConfig.CHUNK_BYTES_MAX);
            chunks.add(
                    new Chunk(
                            origin,
                            next,
                            group.sequences(),
                            now,
                            group.prefixed() ? Chunk.Format.TEXTS : Chunk.Format.LINES,
                            group.body(),
                            group.marks()));
            next += group.sequences();
        }
        return chunks;
    }

    private int linesMax(LineAttributes attributes) {
        int texts = 2 + attributes.tags().size() + attributes.fields().size();
        int bytesEach = attributes.bytes() + ATTRIBUTE_BYTES * texts;
        return attributes.isEmpty()
                ? config.chunkLinesMax()
                : Math.min(config.chunkLinesMax(), ATTRIBUTES_BYTES_MAX / bytesEach);
    }

    private long firstOf(Events events, ChunkName.@Nullable Sequence named) {
        if (named != null) {
            return named.first();
        }
        if (events.chunk() != null) {
            return 0;
        }
        long first = sequence;
        sequence += events.entries().count();
        return first;
    }

    private Origin originOf(Events events, ChunkName.@Nullable Sequence named) {
        String chunk = events.chunk();
        if (chunk == null) {
            return connection.origin(OriginKind.FORWARD);
        }
        if (named != null) {
            return agent(named, events.origins());
        }
        // A foreign sender resends a chunk under its name: the name is the origin (PROTOCOL.md).
        Origin connected = connection.origin(OriginKind.FORWARD_CHUNK);
        return new Origin(
                ChunkName.originOf(chunk),
                connected.kind(),
                connected.peer(),
                connected.host(),
                "");
    }

    /**
     * The peer is what we see, the host what a certificate proves, the rest what the agent says of
     * itself.
     */
    private Origin agent(ChunkName.Sequence named, List<Origin> described) {
        Origin connected = connection.origin(OriginKind.AGENT);
        expectOwner(named.origin());
        boolean certified = !connection.identity().isEmpty();
        String host = connected.host();
        String name = "";
        for (Origin origin : described) {
            if (origin.id().equals(named.origin())) {
                host = certified || origin.host().isEmpty() ? host : cut(origin.host());
                name = cut(origin.name());
            }
        }
        return new Origin(named.origin(), connected.kind(), connected.peer(), host, name);
    }

    private void expectOwner(UUID origin) {
        if (origin.equals(owned)) {
            return;
        }
        String owner = connection.claim(origin);
        if (!owner.equals(connection.identity())) {
            String found = connection.identity();
            throw new OtherIdentityException(
                    "origin "
                            + origin
                            + ": expected the certificate of "
                            + owner
                            + ", found "
                            + (found.isEmpty() ? "none" : "that of " + found));
        }
        owned = origin;
    }

    private static String cut(String text) {
        return text.length() <= DESCRIPTION_CHARS_MAX
                ? text
                : text.substring(0, DESCRIPTION_CHARS_MAX);
    }
}
