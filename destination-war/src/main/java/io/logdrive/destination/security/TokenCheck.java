package io.logdrive.destination.security;

import io.logdrive.destination.store.ApiToken;
import io.logdrive.destination.store.ApiTokens;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Verdict;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a token is one of ours and in force. Thread-safe. */
final class TokenCheck {
    /**
     * The hash of nothing that is known: a token that there is not takes as long as one that is.
     */
    private static final String NOBODY = "0".repeat(64);

    private final ApiTokens tokens;
    private final Clock clock;
    private final AccessEvents events;

    TokenCheck(ApiTokens tokens, Clock clock, AccessEvents events) {
        this.tokens = tokens;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Checks one.
     *
     * @throws io.logdrive.destination.store.StoreException when the database is away
     */
    Verdict check(String text, String address) {
        TokenText token = TokenText.of(text);
        if (token == null) {
            events.tokenRefused("(none)", address, "malformed");
            return new Verdict.Refused("malformed");
        }
        ApiToken stored = tokens.byId(token.id()).orElse(null);
        boolean right = Secrets.matches(token.secret(), stored == null ? NOBODY : stored.hash());
        String reason = reason(stored, right, clock.instant());
        if (stored == null || reason != null) {
            String why = reason == null ? "unknown-token" : reason;
            events.tokenRefused(token.id(), address, why);
            return new Verdict.Refused(why);
        }
        tokens.used(stored);
        return new Verdict.Known(
                new Caller(
                        stored.owner() + "/" + stored.name(),
                        stored.effectiveRole(),
                        Credentials.Kind.BEARER,
                        stored.filter()));
    }

    private static @Nullable String reason(@Nullable ApiToken stored, boolean right, Instant now) {
        if (stored == null) {
            return "unknown-token";
        }
        if (!right) {
            return "secret";
        }
        if (stored.revoked() != null) {
            return "revoked";
        }
        Instant expires = stored.expires();
        if (expires != null && !now.isBefore(expires)) {
            return "expired";
        }
        return stored.user().disabled() ? "disabled" : null;
    }
}
