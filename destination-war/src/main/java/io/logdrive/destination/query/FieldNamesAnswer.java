package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.FieldTexts;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessagePage;
import io.logdrive.destination.store.MessagePageRequest;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.StoredMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names of fields that messages have, for completion. Confined to one request's thread. */
final class FieldNamesAnswer {
    static final Set<String> MORE = Set.of("prefix", "limit");

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final int LOOKS_MAX = 10_000;
    private static final int CHUNK = 500;
    private static final int NAMES_MAX = 10_000;
    private static final List<String> COLUMNS =
            List.of("host", "level", "message", "origin", "service", "tag");

    private final AggregateSearch search;
    private final int limit;
    private final String prefix;
    private final Map<String, Long> names = new TreeMap<>();
    private int looked;
    private @Nullable String partial;

    /** Looks at the newest messages. */
    FieldNamesAnswer(
            Map<String, List<String>> values,
            QueryConfig config,
            MessageReader reader,
            Instant now) {
        this.search = new AggregateSearch(values, MORE, config, now);
        this.limit = search.parameters().integer("limit", LIMIT, 1, LIMIT_MAX);
        String begin = search.parameters().one("prefix");
        this.prefix = begin == null ? "" : begin;
        Position reached = null;
        do {
            MessagePage.Chunk chunk = chunk(reader, reached);
            chunk.messages().forEach(this::look);
            reached = chunk.reached();
        } while (reached != null && looked < LOOKS_MAX && partial == null);
        if (reached != null && partial == null) {
            partial = "limit: only the newest " + looked + " messages were looked at";
        }
    }

    private MessagePage.Chunk chunk(MessageReader reader, @Nullable Position after) {
        MessagePageRequest request =
                new MessagePageRequest(false, after, null, CHUNK, EnumSet.of(MessageColumn.FIELDS));
        try {
            return reader.walk(search.filter(), request, search.deadline());
        } catch (StoreException.Timeout e) {
            if (after == null) {
                throw e;
            }
            partial = "timeout: only the newest " + looked + " messages were looked at";
            return new MessagePage.Chunk(List.of(), after);
        }
    }

    private void look(StoredMessage message) {
        looked++;
        for (String name : FieldTexts.ofAll().read(message.fields()).keySet()) {
            if (name.startsWith(prefix) && (names.size() < NAMES_MAX || names.containsKey(name))) {
                names.merge(name, 1L, Long::sum);
            }
        }
    }

    /** Writes one object: columns first, then fields, the most frequent first. */
    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("fields");
            for (String column : COLUMNS) {
                if (column.startsWith(prefix)) {
                    json.writeStartObject();
                    json.writeStringField("name", column);
                    json.writeStringField("kind", "column");
                    json.writeEndObject();
                }
            }
            List<Map.Entry<String, Long>> sorted =
                    names.entrySet().stream()
                            .sorted(
                                    Comparator.comparingLong(Map.Entry<String, Long>::getValue)
                                            .reversed()
                                            .thenComparing(Map.Entry::getKey))
                            .limit(limit)
                            .toList();
            for (Map.Entry<String, Long> entry : sorted) {
                json.writeStartObject();
                json.writeStringField("name", entry.getKey());
                json.writeStringField("kind", "field");
                json.writeNumberField("count", entry.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("looked", looked);
            search.writeEnd(json, partial);
        }
    }
}
