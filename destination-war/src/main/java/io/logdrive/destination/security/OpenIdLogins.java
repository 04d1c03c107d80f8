package io.logdrive.destination.security;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.User;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /session/openid}: logging in by the provider, which ends in a session as that of others.
 *
 * <p>Thread-safe.
 */
final class OpenIdLogins {
    /** The cookie by which a browser proves that it began. */
    static final String COOKIE = "logdrive-openid";

    /** Threads of HTTP that may wait for the provider. */
    static final int AT_ONCE_MAX = 8;

    private static final int TO_CHARS_MAX = 1_000;
    private static final int CODE_CHARS_MAX = 4_096;

    /** A path of this server, whatever a browser makes of it; nothing that ends an attribute. */
    private static final Pattern PATH =
            Pattern.compile("/(?![/\\\\])[A-Za-z0-9._~!$&()*+,:@/?%=\\[\\]{}|#-]*");

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

    private final Parts parts;
    private final AccessEvents events;
    private final Semaphore slots = new Semaphore(AT_ONCE_MAX);
    private final String path;

    OpenIdLogins(Parts parts, AccessEvents events) {
        this.parts = parts;
        this.events = events;
        // As browsers see it, which may be another than ours behind a proxy.
        String back = parts.config().client().redirect().getPath();
        this.path = back.substring(0, back.length() - "/back".length());
    }

    /**
     * Sends a browser to the provider.
     *
     * @param to where it wants to be afterwards; null: the start page
     * @throws QueryProblem 400, 409
     */
    OpenIdPage begin(@Nullable String to, From from) {
        String target = to == null ? start() : to;
        if (target.length() > TO_CHARS_MAX || !PATH.matcher(target).matches()) {
            throw QueryProblem.ofParameter(
                    "to",
                    "to: expected a path of this server as /destination/, found something else");
        }
        if (!parts.known().any()) {
            throw SessionsApi.noUsers();
        }
        OpenIdTicket ticket = parts.tickets().begin(target);
        return answer(
                from,
                () -> {
                    URI provider = parts.provider().authorization(ticket);
                    return OpenIdPage.redirect(
                            provider.toString(),
                            cookie(
                                    parts.tickets().cookie(ticket),
                                    OpenIdTickets.LASTS.toSeconds(),
                                    from));
                });
    }

    /** Takes a browser that comes from the provider. */
    OpenIdPage back(Answer answer, @Nullable String cookie, From from) {
        OpenIdPage page =
                answer(
                        from,
                        () -> {
                            OpenIdTicket ticket = ticket(answer, cookie);
                            OpenIdPerson person = parts.provider().redeem(code(answer), ticket);
                            User user =
                                    parts.accounts()
                                            .of(
                                                    person,
                                                    parts.config().client().issuer(),
                                                    from.address());
                            String session =
                                    Objects.requireNonNull(
                                            parts.sessions()
                                                    .begin(
                                                            user,
                                                            from.address(),
                                                            from.secure(),
                                                            "openid")
                                                    .cookie());
                            events.openId("done");
                            return OpenIdPage.onwards(ticket.to()).with(session);
                        });
        return page.with(cookie("", 0, from));
    }

    private OpenIdTicket ticket(Answer answer, @Nullable String cookie) {
        OpenIdTicket ticket = parts.tickets().of(cookie, answer.state());
        if (ticket == null) {
            throw new OpenIdRefusal(
                    400, "state", "This log-in was not begun in this browser, or too long ago.");
        }
        if (!parts.tickets().use(ticket)) {
            throw new OpenIdRefusal(400, "replayed", "This log-in has been used already.");
        }
        String issuer = answer.issuer();
        if (issuer != null && !issuer.equals(parts.config().client().issuer())) {
            throw new OpenIdRefusal(
                    400, "issuer", "This log-in comes from another provider than the one asked.");
        }
        return ticket;
    }

    private static String code(Answer answer) {
        String error = answer.error();
        if (error != null) {
            throw new OpenIdRefusal(
                    403,
                    "refused",
                    "The provider did not let you in ("
                            + (ERROR.matcher(error).matches() ? error : "without a reason")
                            + ").");
        }
        String code = answer.code();
        if (code == null || code.isEmpty() || code.length() > CODE_CHARS_MAX) {
            throw new OpenIdRefusal(400, "code", "The provider sent your browser without a code.");
        }
        return code;
    }

    private OpenIdPage answer(From from, Work work) {
        if (!slots.tryAcquire()) {
            return refused(
                    from,
                    new OpenIdRefusal(
                            503, "busy", "Too many are logging in. Try again in a moment."));
        }
        try {
            return work.page();
        } catch (OpenIdRefusal e) {
            return refused(from, e);
        } finally {
            slots.release();
        }
    }

    private OpenIdPage refused(From from, OpenIdRefusal refusal) {
        events.openIdRefused(from.address(), refusal);
        return OpenIdPage.refused(refusal, path);
    }

    private String start() {
        return path.substring(0, path.length() - "session/openid".length());
    }

    private String cookie(String value, long seconds, From from) {
        return COOKIE
                + "="
                + value
                + "; Path="
                + path
                + "; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Lax"
                + (from.secure() ? "; Secure" : "");
    }

    /** Where a request comes from, and whether encrypted. Immutable. */
    record From(String address, boolean secure) {}

    /**
     * What the provider gave a browser to bring.
     *
     * <p>Immutable. Its text has no secret.
     */
    record Answer(
            @Nullable String code,
            @Nullable String state,
            @Nullable String issuer,
            @Nullable String error) {
        @Override
        public String toString() {
            return "answer of the provider";
        }
    }

    /** What it is made of. Immutable. */
    record Parts(
            OpenIdConfig config,
            OpenIdProvider provider,
            OpenIdTickets tickets,
            OpenIdAccounts accounts,
            SessionsApi sessions,
            UsersKnown known) {}

    /** What may be refused. */
    private interface Work {
        OpenIdPage page();
    }
}
