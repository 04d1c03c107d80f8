package io.logdrive.destination.security;

import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.destination.store.AuditTrail;
import io.logdrive.destination.store.StoreException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: for admins. Thread-safe. */
final class AuditApi {
    static final Set<String> KNOWN = Set.of("limit", "after");

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;

    private final AuditTrail audit;
    private final AccessEvents events;

    AuditApi(AuditTrail audit, AccessEvents events) {
        this.audit = audit;
        this.events = events;
    }

    /** Enters what was done already, so that it cannot fail any more. */
    void enter(AuditEntry entry) {
        try {
            audit.enter(entry);
        } catch (StoreException e) {
            events.auditFailed(e);
        }
        events.audited(entry);
    }

    /** The latest first. */
    Reply list(Call call, Parameters parameters) {
        call.requireAdmin();
        int limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        List<AuditTrail.Line> lines = audit.list(before(parameters.one("after")), limit);
        return Reply.of(
                Reply.OK,
                json -> {
                    json.writeArrayFieldStart("audit");
                    for (AuditTrail.Line line : lines) {
                        AuditEntry entry = line.entry();
                        json.writeStartObject();
                        json.writeNumberField("id", line.id());
                        Reply.time(json, "at", line.at());
                        json.writeStringField("who", entry.who());
                        json.writeStringField("address", entry.address());
                        json.writeStringField("what", entry.what());
                        json.writeStringField("target", entry.target());
                        json.writeStringField("outcome", entry.outcome());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    if (lines.size() == limit) {
                        json.writeStringField(
                                "next", Long.toString(lines.get(lines.size() - 1).id()));
                    }
                });
    }

    private static long before(@Nullable String after) {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("\\d{1,18}")) {
            throw QueryProblem.of("after", "\"next\" of an answer", Parameters.quoted(after));
        }
        return Long.parseLong(after);
    }
}
