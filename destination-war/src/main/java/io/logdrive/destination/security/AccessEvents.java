package io.logdrive.destination.security;

import io.logdrive.destination.store.AuditEntry;
import io.logdrive.payara.LimitedLog;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The log lines and metrics of who is let in; never a secret. Thread-safe. */
final class AccessEvents {
    private static final System.Logger LOGGER = System.getLogger(Access.class.getName());

    private final LimitedLog limited = new LimitedLog(LOGGER, System::nanoTime);
    private final MeterRegistry metrics;
    private final Map<String, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, Counter> openId = new ConcurrentHashMap<>();
    private final Counter hashes;
    private final Map<Class<? extends Checked>, Counter> logins;

    AccessEvents(MeterRegistry metrics) {
        this.metrics = metrics;
        this.logins =
                Map.of(
                        Checked.Right.class, logins(metrics, "done"),
                        Checked.Wrong.class, logins(metrics, "refused"),
                        Checked.Later.class, logins(metrics, "throttled"));
        this.hashes =
                Counter.builder("logdrive.destination.access.hashes")
                        .description("Passwords that a hash was computed for")
                        .register(metrics);
    }

    /** A request, and what became of it. */
    void decided(Credentials.Kind by, Verdict verdict) {
        String kind = by.name().toLowerCase(Locale.ROOT);
        String outcome = outcome(verdict);
        requests.computeIfAbsent(
                        kind + outcome,
                        any ->
                                Counter.builder("logdrive.destination.access.requests")
                                        .description(
                                                "Requests by what they showed of who asks, and"
                                                        + " what became of that")
                                        .tag("by", kind)
                                        .tag("outcome", outcome)
                                        .register(metrics))
                .increment();
    }

    /** Somebody wanted to log in by a session. */
    void login(Checked checked) {
        Objects.requireNonNull(logins.get(checked.getClass())).increment();
    }

    /** Somebody came back from the provider, or would have gone there. */
    void openId(String outcome) {
        openId.computeIfAbsent(
                        outcome,
                        any ->
                                Counter.builder("logdrive.destination.access.openid")
                                        .description(
                                                "Log-ins by the OpenID provider, by what became of"
                                                        + " them")
                                        .tag("outcome", outcome)
                                        .register(metrics))
                .increment();
    }

    void openIdRefused(String address, OpenIdRefusal refusal) {
        openId(refusal.reason());
        limited.warn(
                "openid-refused reason=" + refusal.reason(),
                "address=" + shown(address) + " cause=" + shown(refusal.details()));
    }

    void hashed() {
        hashes.increment();
    }

    void loginRefused(String user, String address, String reason) {
        limited.warn("login-refused", user(user, address) + " reason=" + reason);
    }

    void loginThrottled(String user, String address, int seconds) {
        limited.warn("login-throttled", user(user, address) + " seconds=" + seconds);
    }

    void tokenRefused(String id, String address, String reason) {
        limited.warn(
                "token-refused",
                "token=" + id + " address=" + shown(address) + " reason=" + reason);
    }

    void sessionRefused(String address, String reason) {
        limited.say(
                Level.INFO, "session-refused", "address=" + shown(address) + " reason=" + reason);
    }

    /** Nobody can be let in. */
    void away(Throwable cause) {
        limited.warn("access-away", "reason=" + shown(String.valueOf(cause.getMessage())));
    }

    /** A defect of ours. */
    void failed(Throwable cause) {
        LOGGER.log(Level.ERROR, "access-failed", cause);
    }

    /** The password is right, but its hash could not be made anew; the next log-in tries again. */
    void rehashFailed(String user, Throwable cause) {
        limited.warn(
                "password-rehash-failed",
                "user=" + user + " reason=" + shown(String.valueOf(cause.getMessage())));
    }

    /** The line that follows is in the log only. */
    void auditFailed(Throwable cause) {
        limited.warn("audit-failed", "reason=" + shown(String.valueOf(cause.getMessage())));
    }

    void audited(AuditEntry entry) {
        LOGGER.log(
                Level.INFO,
                "audit who="
                        + shown(entry.who())
                        + " address="
                        + shown(entry.address())
                        + " what="
                        + shown(entry.what())
                        + " target="
                        + shown(entry.target())
                        + " outcome="
                        + shown(entry.outcome()));
    }

    /** To be called every now and then. */
    void flush() {
        limited.flush();
    }

    private static Counter logins(MeterRegistry metrics, String outcome) {
        return Counter.builder("logdrive.destination.access.logins")
                .description("Log-ins by a session, by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    private static String user(String user, String address) {
        return "user=" + UserName.shown(user) + " address=" + shown(address);
    }

    /** What could break a line, or look like another one, does not. */
    private static String shown(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String outcome(Verdict verdict) {
        if (verdict instanceof Verdict.Known) {
            return "known";
        }
        if (verdict instanceof Verdict.Anonymous) {
            return "anonymous";
        }
        if (verdict instanceof Verdict.NoUsers) {
            return "no-users";
        }
        if (verdict instanceof Verdict.Refused) {
            return "refused";
        }
        return verdict instanceof Verdict.Throttled ? "throttled" : "away";
    }
}
