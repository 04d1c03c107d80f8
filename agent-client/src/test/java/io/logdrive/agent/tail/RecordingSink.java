package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.RecordDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes chunks as a server would, and acknowledges them when a test wants it to. Thread-safe. */
final class RecordingSink implements ChunkSink {
    private final Map<String, String> events = new ConcurrentSkipListMap<>();
    private final List<OutgoingChunk> chunks = new CopyOnWriteArrayList<>();
    private final List<LineAttributes> attributes = new CopyOnWriteArrayList<>();
    private final AtomicInteger filtered = new AtomicInteger();
    private final boolean acknowledges;

    RecordingSink(boolean acknowledges) {
        this.acknowledges = acknowledges;
    }

    @Override
    public boolean put(OutgoingChunk chunk) {
        ForwardMessage.Events frame =
                (ForwardMessage.Events)
                        new ForwardCodec(ForwardLimits.defaults())
                                .decode(chunk.frame(), 0, chunk.length());
        ChunkName.Sequence name = Objects.requireNonNull(ChunkName.parse(chunk.name()));
        // Those that are filtered have no entry; which they are is not looked at here.
        filtered.addAndGet(frame.marks().filtered().total());
        long[] sequence = {name.first()};
        new RecordDecoder()
                .decodeForeign(
                        frame.entries(),
                        0,
                        entry ->
                                events.put(
                                        String.format("%s:%06d", name.origin(), sequence[0]++),
                                        entry.body()));
        attributes.add(frame.marks().attributes());
        chunks.add(chunk);
        if (acknowledges) {
            chunk.acknowledged().run();
        }
        return true;
    }

    /** How many sequences had no entry. */
    int filtered() {
        return filtered.get();
    }

    /** What was said of all lines of a chunk, for each of them. */
    List<LineAttributes> attributes() {
        return attributes;
    }

    /** The chunks, in the order of their coming. */
    List<OutgoingChunk> chunks() {
        return chunks;
    }

    /** The events by origin and sequence, each sequence once. */
    Map<String, String> bySequence() {
        return events;
    }

    /** The texts, those of an origin in the order of their sequences. */
    List<String> texts() {
        return new ArrayList<>(events.values());
    }
}
