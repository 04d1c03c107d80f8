package io.logdrive.destination.security;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.query.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * <p>Immutable. Its text shows neither body nor cookie: one of them may be a secret.
 *
 * @param json the body, or null
 * @param cookie for {@code Set-Cookie}, or null
 */
record Reply(int status, @Nullable String json, @Nullable String cookie) {
    static final int OK = 200;
    static final int CREATED = 201;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** Done, and there is nothing to say. */
    static Reply nothing() {
        return new Reply(204, null, null);
    }

    static Reply of(int status, JsonObject.Members members) {
        return new Reply(status, JsonObject.of(members), null);
    }

    Reply with(String setCookie) {
        return new Reply(status, json, setCookie);
    }

    /** A time, or null. */
    static void time(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        text(json, name, time == null ? null : TIME.format(time));
    }

    /** A text, or null. */
    static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }

    @Override
    public String toString() {
        return "reply " + status;
    }
}
