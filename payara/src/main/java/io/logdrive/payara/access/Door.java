package io.logdrive.payara.access;

import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Refusal.Header;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of each request whether it comes in, and as whom (decision 0098): everybody on this machine
 * while there are no users; else who shows what a {@link Verifier} knows, over an encrypted
 * connection or from this machine.
 *
 * <p>Thread-safe.
 */
public final class Door {
    /** Why requests are turned away: all there are. */
    public static final List<String> REASONS =
            List.of(
                    "no-users",
                    "not-encrypted",
                    "credentials",
                    "scheme",
                    "malformed",
                    "throttled",
                    "foreign-page",
                    "away");

    private static final int AWAY_RETRY_SECONDS = 5;
    private static final String REALM = "realm=\"Logdrive\"";
    private static final String COOKIE_ENDED =
            CredentialsReader.COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";

    private final Verifier verifier;
    private final boolean insecure;
    private final String insecureKey;
    private final AccessEvents events;

    /**
     * @param verifier knows users, tokens and sessions
     * @param insecure whether credentials are taken over connections that are not encrypted
     * @param insecureKey the key of the configuration that says so
     */
    public Door(Verifier verifier, boolean insecure, String insecureKey) {
        this(verifier, insecure, insecureKey, new AccessEvents());
    }

    Door(Verifier verifier, boolean insecure, String insecureKey, AccessEvents events) {
        this.verifier = verifier;
        this.insecure = insecure;
        this.insecureKey = insecureKey;
        this.events = events;
    }

    /** Decides; throws nothing. May take as long as the verifier. */
    public Admission admit(AccessRequest request) {
        if (!insecure && !request.connection().secure() && !request.isOfThisMachine()) {
            return overTheNetwork(request);
        }
        CredentialsReader.Outcome outcome = CredentialsReader.read(request);
        if (outcome instanceof CredentialsReader.Read read) {
            return known(request, read.credentials());
        }
        return unreadable(request, (CredentialsReader.Unreadable) outcome);
    }

    /** How many requests were turned away for that one of {@link #REASONS}. */
    public long refused(String reason) {
        return events.refused(reason);
    }

    /** What was shown is not looked at: somebody else may have read it on the way. */
    private Admission overTheNetwork(AccessRequest request) {
        Verdict verdict = verifier.verify(Credentials.none(request.remote()));
        if (verdict instanceof Verdict.NoUsers) {
            return noUsers(request);
        }
        return turned(
                request,
                new Refusal(
                        403,
                        "Forbidden",
                        "not-encrypted",
                        "connection: expected HTTPS, or a request from this machine, found HTTP"
                                + " with "
                                + String.join(", ", request.foreign())
                                + ". Serve HTTPS (docs/tls.md); or, behind a proxy that ends TLS,"
                                + " set "
                                + insecureKey
                                + "=true and let nobody but the proxy reach this port",
                        List.of()));
    }

    private Admission known(AccessRequest request, Credentials credentials) {
        Verdict verdict = verifier.verify(credentials);
        if (verdict instanceof Verdict.Known known) {
            return entered(request, credentials.kind(), known.caller());
        }
        if (verdict instanceof Verdict.NoUsers) {
            return noUsers(request);
        }
        if (verdict instanceof Verdict.Throttled throttled) {
            return turned(request, throttled(throttled));
        }
        boolean shown = credentials.kind() != Kind.NONE;
        if (verdict instanceof Verdict.Away away) {
            return shown || request.mandatory()
                    ? turned(request, away(away))
                    : new Admission.Nobody();
        }
        if (!request.mandatory() && (!shown || credentials.kind() == Kind.SESSION)) {
            // Who comes to log in may well have the cookie of a session that is over.
            return new Admission.Nobody();
        }
        // Why is in the log of who verified it.
        Refusal refusal = unauthorized(request, credentials.kind());
        events.unauthorized(refusal);
        return new Admission.Turned(refusal);
    }

    /** A browser shows a session's cookie without being asked, for pages of others, too. */
    private Admission entered(AccessRequest request, Kind shown, Caller caller) {
        ForeignPage.Problem foreign =
                shown == Kind.SESSION && request.isUnsafe()
                        ? ForeignPage.ofOrigin(name -> first(request, name))
                        : null;
        return foreign == null
                ? new Admission.Entered(caller)
                : turned(
                        request,
                        new Refusal(
                                foreign.status(),
                                foreign.title(),
                                "foreign-page",
                                foreign.detail(),
                                List.of()));
    }

    private static @Nullable String first(AccessRequest request, String header) {
        List<String> values = request.headers().values(header);
        return values.isEmpty() ? null : values.get(0);
    }

    private Admission noUsers(AccessRequest request) {
        List<String> foreign = request.foreignOrNamedSo();
        if (foreign.isEmpty()) {
            return new Admission.Entered(Caller.LOCAL);
        }
        return turned(
                request,
                new Refusal(
                        403,
                        "Forbidden",
                        "no-users",
                        "request: expected one from this machine, because there are no users yet"
                                + " (from and to a loopback address, Host localhost or 127.0.0.1,"
                                + " through no proxy), found "
                                + String.join(", ", foreign)
                                + ". To let others in, make the first user on the server with"
                                + " payara/user add NAME --role admin and serve HTTPS"
                                + " (docs/security.md); behind a proxy that ends TLS also set "
                                + insecureKey
                                + "=true",
                        List.of()));
    }

    private Admission unreadable(AccessRequest request, CredentialsReader.Unreadable found) {
        if (verifier.verify(Credentials.none(request.remote())) instanceof Verdict.NoUsers) {
            // They do not matter yet, and browsers send what other servers on this host gave them.
            return noUsers(request);
        }
        if (found.challenge()) {
            return turned(
                    request,
                    new Refusal(
                            401, "Unauthorized", "scheme", found.problem(), challenges(request)));
        }
        return turned(
                request,
                new Refusal(
                        400,
                        "Bad request",
                        "malformed",
                        found.problem(),
                        // Else a browser would send it for ever.
                        List.of(new Header("Set-Cookie", COOKIE_ENDED))));
    }

    /** The same whatever is wrong: what is must not help who guesses. */
    private static Refusal unauthorized(AccessRequest request, Kind shown) {
        List<Header> headers = challenges(request);
        if (shown == Kind.SESSION) {
            headers.add(new Header("Set-Cookie", COOKIE_ENDED));
        }
        return new Refusal(
                401,
                "Unauthorized",
                "credentials",
                "credentials: expected a user's name and password, a token or a session, found "
                        + (shown == Kind.NONE ? "none" : "others than those of anybody"),
                headers);
    }

    private static List<Header> challenges(AccessRequest request) {
        List<Header> headers = new ArrayList<>();
        if (!request.isOfScript()) {
            headers.add(new Header("WWW-Authenticate", "Basic " + REALM + ", charset=\"UTF-8\""));
        }
        headers.add(new Header("WWW-Authenticate", "Bearer " + REALM));
        return headers;
    }

    private static Refusal throttled(Verdict.Throttled verdict) {
        int seconds = Math.max(1, verdict.retryAfterSeconds());
        return new Refusal(
                429,
                "Too many requests",
                "throttled",
                "log-ins: expected fewer that fail, or fewer at a time; again in " + seconds + " s",
                List.of(new Header("Retry-After", Integer.toString(seconds))));
    }

    private static Refusal away(Verdict.Away verdict) {
        return new Refusal(
                503,
                "Service unavailable",
                "away",
                "users: expected to be known, found nobody to ask: " + verdict.problem(),
                List.of(new Header("Retry-After", Integer.toString(AWAY_RETRY_SECONDS))));
    }

    private Admission turned(AccessRequest request, Refusal refusal) {
        events.turned(request, refusal);
        return new Admission.Turned(refusal);
    }
}
