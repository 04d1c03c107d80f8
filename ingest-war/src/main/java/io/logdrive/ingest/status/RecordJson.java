package io.logdrive.ingest.status;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record as {@code GET /destination/messages} will show it. Thread-safe. */
final class RecordJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX").withZone(ZoneOffset.UTC);

    private RecordJson() {}

    static String of(LogRecord each) {
        return object(members(each));
    }

    /** What is different, by name, with what it was and what it is where it was and is. */
    static String changes(LogRecord before, LogRecord after) {
        Map<String, String> old = members(before);
        Map<String, String> now = members(after);
        Map<String, String> changes = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            String from = old.get(name);
            String to = now.get(name);
            Map<String, String> change = new LinkedHashMap<>();
            add(change, "from", from);
            add(change, "to", to);
            if (from == null || !from.equals(to)) {
                changes.put(name, object(change));
            }
        }
        return object(changes);
    }

    /** Names and their JSON as one JSON object. */
    static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ':' + each.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static Map<String, String> members(LogRecord each) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("time", time(each.timeMicros()));
        members.put("received", time(each.receivedMicros()));
        add(members, "level", each.level() == null ? null : quoted(each.level().name()));
        add(members, "service", each.service() == null ? null : quoted(each.service()));
        add(members, "host", each.host() == null ? null : quoted(each.host()));
        members.put("message", quoted(each.body()));
        if (!each.tags().isEmpty()) {
            members.put("tags", array(each.tags()));
        }
        add(members, "fields", each.fields());
        if (each.flags() != 0) {
            members.put("flags", array(RecordFlags.words(each.flags())));
        }
        return members;
    }

    private static void add(Map<String, String> members, String name, @Nullable String json) {
        if (json != null) {
            members.put(name, json);
        }
    }

    private static String array(List<String> texts) {
        return texts.stream().map(RecordJson::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String time(long micros) {
        return quoted(TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
    }
}
