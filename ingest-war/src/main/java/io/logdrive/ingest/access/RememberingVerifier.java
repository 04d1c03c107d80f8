package io.logdrive.ingest.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Verdict;
import io.logdrive.payara.access.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks another verifier and remembers what was right: for a moment, so that it is asked less, and
 * for longer while it cannot be asked. Of what was shown it keeps a keyed hash alone.
 *
 * <p>Thread-safe.
 */
final class RememberingVerifier implements Verifier {
    private static final int ENTRIES_MAX = 1_000;
    private static final String HMAC = "HmacSHA256";

    private final Verifier asked;
    private final long freshNanos;
    private final long rememberNanos;
    private final LongSupplier nanoTime;
    private final SecretKeySpec key;

    /** The one that was not needed for the longest goes first. */
    @GuardedBy("this")
    private final Map<String, Entry> entries =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    /**
     * @param fresh how long it is not asked again
     * @param remember how long an answer counts while it cannot be asked
     */
    RememberingVerifier(Verifier asked, Duration fresh, Duration remember, LongSupplier nanoTime) {
        this.asked = asked;
        this.freshNanos = fresh.toNanos();
        this.rememberNanos = remember.toNanos();
        this.nanoTime = nanoTime;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, HMAC);
    }

    @Override
    public Verdict verify(Credentials credentials) {
        String name = name(credentials);
        Verdict fresh = remembered(name, freshNanos);
        if (fresh != null) {
            return fresh;
        }
        Verdict verdict = asked.verify(credentials);
        if (verdict instanceof Verdict.Away) {
            Verdict known = remembered(name, rememberNanos);
            return known == null ? verdict : known;
        }
        keep(name, credentials, verdict);
        return verdict;
    }

    private synchronized @Nullable Verdict remembered(String name, long nanos) {
        Entry entry = entries.get(name);
        return entry != null && nanoTime.getAsLong() - entry.nanos < nanos ? entry.verdict : null;
    }

    /** Of what is wrong there is no end: it must not drive out what is right. */
    private synchronized void keep(String name, Credentials credentials, Verdict verdict) {
        boolean ofNobody =
                verdict instanceof Verdict.NoUsers || verdict instanceof Verdict.Anonymous;
        boolean lasts =
                verdict instanceof Verdict.Known || (ofNobody && credentials.kind() == Kind.NONE);
        if (lasts) {
            entries.put(name, new Entry(verdict, nanoTime.getAsLong()));
        } else if (!(verdict instanceof Verdict.Throttled)) {
            entries.remove(name);
        }
    }

    private String name(Credentials credentials) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            // With the length, so that no name and secret can pose as others.
            String shown =
                    credentials.kind()
                            + ":"
                            + credentials.name().length()
                            + ":"
                            + credentials.name()
                            + credentials.secret();
            byte[] bytes = mac.doFinal(shown.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** What was said, and when. Immutable. */
    private record Entry(Verdict verdict, long nanos) {}
}
