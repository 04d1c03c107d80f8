package io.logdrive.destination.security;

import io.logdrive.destination.store.LoginSession;
import io.logdrive.destination.store.LoginSessions;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a session is one of ours and not over. Thread-safe. */
final class SessionCheck {
    private final LoginSessions sessions;
    private final Duration idleMax;
    private final Clock clock;
    private final AccessEvents events;

    SessionCheck(LoginSessions sessions, Duration idleMax, Clock clock, AccessEvents events) {
        this.sessions = sessions;
        this.idleMax = idleMax;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Checks one.
     *
     * @throws io.logdrive.destination.store.StoreException when the database is away
     */
    Verdict check(String id, String address) {
        LoginSession session = sessions.byHash(Secrets.hash(id)).orElse(null);
        String reason = reason(session, clock.instant());
        if (session == null || reason != null) {
            String why = reason == null ? "unknown-session" : reason;
            events.sessionRefused(address, why);
            return new Verdict.Refused(why);
        }
        sessions.seen(session);
        return new Verdict.Known(
                new Caller(
                        session.user().name(),
                        session.user().role(),
                        Credentials.Kind.SESSION,
                        null));
    }

    private @Nullable String reason(@Nullable LoginSession session, Instant now) {
        if (session == null) {
            return "unknown-session";
        }
        if (session.isOver()) {
            return "ended";
        }
        if (session.user().disabled()) {
            return "disabled";
        }
        boolean idle = !now.isBefore(session.lastSeen().plus(idleMax));
        return idle || !now.isBefore(session.expires()) ? "expired" : null;
    }
}
