package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.OriginLedger;
import io.logdrive.destination.store.OriginLedger.Gap;
import io.logdrive.destination.store.OriginLedger.Page;
import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.destination.store.OriginLedger.Total;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes the ledger as JSON. Thread-safe. */
final class LedgerJson {
    private LedgerJson() {}

    /**
     * @param hasMore whether the next page may have origins; else there are none, or the order has
     *     no pages
     */
    static void write(OutputStream out, Page page, boolean hasMore) throws IOException {
        Total total = page.total();
        List<OriginLedger> origins = page.origins();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("total");
            json.writeNumberField("origins", total.origins());
            json.writeNumberField("closed", total.closed());
            writeSums(json, total.sums());
            json.writeEndObject();
            json.writeArrayFieldStart("origins");
            for (OriginLedger origin : origins) {
                writeOrigin(json, origin);
            }
            json.writeEndArray();
            if (hasMore) {
                json.writeStringField("next", origins.get(origins.size() - 1).id().toString());
            }
            json.writeBooleanField("partial", total.origins() > origins.size());
            if (total.origins() > origins.size()) {
                json.writeStringField("reason", "limit: not all origins are on this page");
            }
            json.writeEndObject();
        }
    }

    static void write(OutputStream out, OriginLedger origin) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            writeOrigin(json, origin);
        }
    }

    private static void writeOrigin(JsonGenerator json, OriginLedger origin) throws IOException {
        json.writeStartObject();
        json.writeStringField("origin", origin.id().toString());
        json.writeStringField("kind", origin.kind());
        json.writeBooleanField("closed", origin.closed());
        if (!origin.closed()) {
            json.writeStringField("peer", origin.peer());
            json.writeStringField("host", origin.host());
            json.writeStringField("name", origin.name());
            json.writeStringField("firstSeen", MessageJson.time(origin.firstSeenMicros()));
        }
        json.writeStringField("lastSeen", MessageJson.time(origin.lastSeenMicros()));
        writeSums(json, origin.sums());
        json.writeArrayFieldStart("gaps");
        for (Gap gap : origin.gaps()) {
            json.writeStartObject();
            json.writeNumberField("first", gap.first());
            json.writeNumberField("last", gap.last());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSums(JsonGenerator json, Sums sums) throws IOException {
        json.writeNumberField("received", sums.received());
        json.writeNumberField("stored", sums.stored());
        json.writeNumberField("filtered", sums.filtered());
        json.writeNumberField("dead", sums.dead());
        json.writeNumberField("missing", sums.missing());
        json.writeNumberField("gapCount", sums.gaps());
    }
}
