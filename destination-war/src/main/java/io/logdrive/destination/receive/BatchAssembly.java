package io.logdrive.destination.receive;

import io.logdrive.destination.store.Batch;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.Outcome;
import io.logdrive.wire.RecordDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of one connection's messages, and gives those of foreign senders an origin and
 * sequences.
 *
 * <p>A foreign message with a chunk name is an origin of its own, named after the chunk, so that
 * the ledger knows it when it is sent again. One without is part of the connection's origin: its
 * sender wants no acknowledgement and will not send it again. Confined to the connection's event
 * loop thread.
 */
final class BatchAssembly {
    private final RecordDecoder decoder;
    private final Clock clock;
    private final Origin connection;
    private long nextSequence;

    BatchAssembly(RecordDecoder decoder, Clock clock, String peer, String host) {
        this.decoder = decoder;
        this.clock = clock;
        this.connection = new Origin(UUID.randomUUID(), OriginKind.FORWARD, peer, host, "");
    }

    /**
     * Decodes the entries.
     *
     * @param acknowledgement called when the batch is committed
     * @throws io.logdrive.wire.ForwardException when an entry is not in its layout. The connection
     *     is then closed and the sender keeps the batch: whoever sends a ledger is our ingest, and
     *     a layout we do not know means an older destination, which must not declare lines dead.
     */
    Batch batch(Events events, Runnable acknowledgement) {
        List<EncodedRecord> records = new ArrayList<>(events.entries().count());
        if (events.ledger().isEmpty()) {
            decoder.decodeForeign(
                    events.entries(), nowMicros(), plain -> records.add(EncodedRecord.of(plain)));
            Origin origin = originOf(events.chunk());
            List<LedgerRun> runs =
                    records.isEmpty()
                            ? List.of()
                            : List.of(run(origin, events.chunk() == null, records.size()));
            List<Origin> origins = records.isEmpty() ? List.of() : List.of(origin);
            return new Batch(origins, runs, records, events.entries().length(), acknowledgement);
        }
        decoder.decodeBatch(events.entries(), records::add);
        return new Batch(
                events.origins(),
                events.ledger(),
                records,
                events.entries().length(),
                acknowledgement);
    }

    private Origin originOf(@Nullable String chunk) {
        if (chunk == null) {
            return connection;
        }
        byte[] name = ("forward-chunk:" + chunk).getBytes(StandardCharsets.UTF_8);
        return new Origin(
                UUID.nameUUIDFromBytes(name),
                OriginKind.FORWARD_CHUNK,
                connection.peer(),
                connection.host(),
                chunk);
    }

    private LedgerRun run(Origin origin, boolean ofConnection, int count) {
        long first = ofConnection ? nextSequence : 0;
        nextSequence += ofConnection ? count : 0;
        return new LedgerRun(origin.id(), first, count, Outcome.STORED);
    }

    private long nowMicros() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
