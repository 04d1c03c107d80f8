package io.logdrive.destination.security;

import io.logdrive.destination.store.StoreException;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Verdict;
import io.logdrive.payara.access.Verifier;

/** Knows users, tokens and sessions by the database. Thread-safe. */
final class AccessVerifier implements Verifier {
    private final UsersKnown users;
    private final PasswordCheck passwords;
    private final TokenCheck tokens;
    private final SessionCheck sessions;
    private final AccessEvents events;

    AccessVerifier(
            UsersKnown users,
            PasswordCheck passwords,
            TokenCheck tokens,
            SessionCheck sessions,
            AccessEvents events) {
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
        this.sessions = sessions;
        this.events = events;
    }

    @Override
    public Verdict verify(Credentials credentials) {
        Verdict verdict;
        try {
            verdict = users.any() ? decide(credentials) : new Verdict.NoUsers();
        } catch (StoreException e) {
            events.away(e);
            verdict = away();
        } catch (RuntimeException e) {
            events.failed(e);
            verdict = away();
        }
        events.decided(credentials.kind(), verdict);
        return verdict;
    }

    private Verdict decide(Credentials credentials) {
        return switch (credentials.kind()) {
            case NONE -> new Verdict.Anonymous();
            case BASIC -> byPassword(credentials);
            case BEARER -> tokens.check(credentials.secret(), credentials.address());
            case SESSION -> sessions.check(credentials.secret(), credentials.address());
        };
    }

    private Verdict byPassword(Credentials shown) {
        Checked checked = passwords.check(shown.name(), shown.secret(), shown.address());
        if (checked instanceof Checked.Right right) {
            return new Verdict.Known(
                    new Caller(
                            right.user().name(),
                            right.user().role(),
                            Credentials.Kind.BASIC,
                            null));
        }
        if (checked instanceof Checked.Later later) {
            return new Verdict.Throttled(later.seconds());
        }
        return new Verdict.Refused(((Checked.Wrong) checked).reason());
    }

    /** A stranger need not know how the database is called, nor why it is away. */
    private static Verdict away() {
        return new Verdict.Away("who asks cannot be told now: the log of the server says why");
    }
}
