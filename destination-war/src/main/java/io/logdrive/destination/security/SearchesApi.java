package io.logdrive.destination.security;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.Changed;
import io.logdrive.destination.store.SavedSearch;
import io.logdrive.destination.store.SavedSearches;
import io.logdrive.payara.access.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /searches}: one's own, and what others share. Thread-safe. */
final class SearchesApi {
    static final Set<String> OF_SAVED = Set.of("state", "shared");
    static final Set<String> OF_DELETION = Set.of("owner");
    static final int NAME_CHARS_MAX = 100;
    static final int STATE_BYTES_MAX = 8 << 10;

    private final SavedSearches searches;
    private final Clock clock;
    private final AccessEvents events;

    SearchesApi(SavedSearches searches, Clock clock, AccessEvents events) {
        this.searches = searches;
        this.clock = clock;
        this.events = events;
    }

    /** One's own first. */
    Reply list(Call call) {
        call.requireUnfiltered();
        List<SavedSearch> found = searches.list(owner(call));
        return Reply.of(
                Reply.OK,
                json -> {
                    json.writeArrayFieldStart("searches");
                    for (SavedSearch search :
                            found.subList(0, Math.min(found.size(), SavedSearches.LISTED_MAX))) {
                        json.writeStartObject();
                        write(json, search);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeBooleanField("partial", found.size() > SavedSearches.LISTED_MAX);
                });
    }

    /** Saves one under a name. */
    Reply save(Call call, String name, JsonBody body) {
        call.requireUnfiltered();
        requireName(name);
        String state = body.text("state");
        int bytes = state.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > STATE_BYTES_MAX) {
            throw QueryProblem.of(
                    "state", "at most " + STATE_BYTES_MAX + " bytes", Integer.toString(bytes));
        }
        boolean shared = Objects.requireNonNullElse(body.flag("shared"), false);
        SavedSearch saved = new SavedSearch(owner(call), name, state, shared, clock.instant());
        if (searches.save(saved) == Changed.FULL) {
            throw QueryProblem.conflict(
                    "searches: expected at most "
                            + SavedSearches.MAX_OF_OWNER
                            + " of one user, found as many");
        }
        return Reply.of(Reply.OK, json -> write(json, saved));
    }

    /**
     * Removes one's own; or, for an admin, what somebody shares.
     *
     * @param owner whose; null: one's own, else the only one that is shared under that name
     */
    Reply delete(Call call, String name, @Nullable String owner) {
        call.requireUnfiltered();
        String own = owner(call);
        if ((owner == null || owner.equals(own)) && searches.delete(own, name) == Changed.DONE) {
            return Reply.nothing();
        }
        if (call.isAdmin()) {
            deleteShared(call, name, owner);
            return Reply.nothing();
        }
        if (owner != null && !owner.equals(own)) {
            throw QueryProblem.forbidden(
                    "owner: expected " + own + ", found another one and not the role admin");
        }
        throw unknown(name);
    }

    private void deleteShared(Call call, String name, @Nullable String owner) {
        List<String> sharing = searches.sharing(name);
        if (owner == null && sharing.size() > 1) {
            throw QueryProblem.conflict(
                    "search "
                            + Parameters.quoted(name)
                            + ": expected owner=, one of "
                            + String.join(", ", sharing)
                            + ", found none");
        }
        if (sharing.isEmpty()) {
            throw unknown(name);
        }
        String target = owner == null ? sharing.get(0) : owner;
        AuditEntry entry = call.entry("search-delete", target + "/" + name, "done");
        if (searches.deleteShared(target, name, entry) != Changed.DONE) {
            throw unknown(name);
        }
        events.audited(entry);
    }

    /** While there are no users it is everybody's. */
    private static String owner(Call call) {
        return call.caller().equals(Caller.LOCAL) ? "" : call.user();
    }

    private static void requireName(String name) {
        boolean odd =
                name.isBlank()
                        || name.codePointCount(0, name.length()) > NAME_CHARS_MAX
                        || name.codePoints()
                                .anyMatch(
                                        each ->
                                                Character.isISOControl(each)
                                                        || Character.getType(each)
                                                                == Character.SURROGATE);
        if (odd) {
            throw QueryProblem.of(
                    "name",
                    "1 to " + NAME_CHARS_MAX + " characters, no control characters among them",
                    Parameters.quoted(name.replaceAll("[\\ud800-\\udfff]", "?")));
        }
    }

    private static QueryProblem unknown(String name) {
        return QueryProblem.notFound(
                "search " + Parameters.quoted(name) + ": expected one's own, found none");
    }

    private static void write(JsonGenerator json, SavedSearch search) throws IOException {
        json.writeStringField("name", search.name());
        json.writeStringField("state", search.state());
        json.writeBooleanField("shared", search.shared());
        json.writeStringField("owner", search.owner());
        Reply.time(json, "changed", search.changed());
    }
}
