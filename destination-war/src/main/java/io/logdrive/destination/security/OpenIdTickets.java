package io.logdrive.destination.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Log-ins by the provider that are under way. Nothing is kept of one that only began: its browser
 * has it, in a cookie that a key of this process signs, so that a flood of them costs no memory.
 * What is kept is which ones have come back, until they would be too old anyway.
 *
 * <p>Thread-safe.
 */
final class OpenIdTickets {
    /** Of more that come back within ten minutes none is taken. */
    static final int USED_MAX = 10_000;

    static final Duration LASTS = Duration.ofMinutes(10);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int COOKIE_CHARS_MAX = 4_000;

    private final SecretKeySpec key;
    private final Secrets secrets;
    private final Clock clock;

    @GuardedBy("this")
    private final Map<String, Instant> used = new LinkedHashMap<>();

    OpenIdTickets(SecureRandom random, Clock clock) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.secrets = new Secrets(random);
        this.clock = clock;
    }

    OpenIdTicket begin(String to) {
        return ticket(secrets.secret(), to, clock.instant().plus(LASTS));
    }

    /** What the browser keeps of it. */
    String cookie(OpenIdTicket ticket) {
        String text =
                ticket.id()
                        + "."
                        + ticket.expires().getEpochSecond()
                        + "."
                        + ENCODER.encodeToString(ticket.to().getBytes(StandardCharsets.UTF_8));
        return text + "." + mac("cookie", text);
    }

    /**
     * What a browser that comes back has begun; null when that is nothing, or too long ago.
     *
     * @param state as the provider gave it
     */
    @Nullable OpenIdTicket of(@Nullable String cookie, @Nullable String state) {
        if (cookie == null || state == null || cookie.length() > COOKIE_CHARS_MAX) {
            return null;
        }
        int end = cookie.lastIndexOf('.');
        if (end < 0 || !equal(mac("cookie", cookie.substring(0, end)), cookie.substring(end + 1))) {
            return null;
        }
        String[] parts = cookie.substring(0, end).split("\\.", -1);
        Instant expires = Instant.ofEpochSecond(Long.parseLong(parts[1]));
        String to = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
        OpenIdTicket ticket = ticket(parts[0], to, expires);
        return clock.instant().isBefore(expires) && equal(ticket.state(), state) ? ticket : null;
    }

    /** Whether it comes back for the first time; never twice true. */
    synchronized boolean use(OpenIdTicket ticket) {
        Iterator<Instant> oldest = used.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(clock.instant())) {
            oldest.remove();
        }
        if (used.size() >= USED_MAX) {
            throw new OpenIdRefusal(
                    503, "busy", "Too many are logging in. Try again in ten minutes.");
        }
        // When it was used, not when it was begun: so the oldest stand first.
        return used.putIfAbsent(ticket.id(), clock.instant().plus(LASTS)) == null;
    }

    private OpenIdTicket ticket(String id, String to, Instant expires) {
        return new OpenIdTicket(
                id, to, mac("state", id), mac("nonce", id), mac("verifier", id), expires);
    }

    private String mac(String what, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ENCODER.encodeToString(
                    mac.doFinal((what + " " + text).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
