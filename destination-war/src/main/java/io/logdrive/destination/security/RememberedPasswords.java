package io.logdrive.destination.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which passwords were right a moment ago, so that Basic does not cost a derivation with each
 * request. Of them only an HMAC is kept, under a key that dies with the process, and over the
 * stored hash, too: with another password of the user it is of no use. From another address it is
 * of none either, or a stranger could try passwords against it at full speed.
 *
 * <p>Thread-safe.
 */
final class RememberedPasswords {
    static final Duration REMEMBERED = Duration.ofMinutes(1);
    static final int ENTRIES_MAX = 1_000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final LongSupplier nanoTime;
    private final SecretKeySpec key;

    @GuardedBy("this")
    private final Map<String, Long> until =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    RememberedPasswords(SecureRandom random, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** What stands for the three. */
    String mark(String stored, String password, String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            add(mac, stored);
            add(mac, address);
            add(mac, password);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether it was right within the last minute. */
    synchronized boolean knows(String mark) {
        Long end = until.get(mark);
        return end != null && end - nanoTime.getAsLong() > 0;
    }

    /** It was right. */
    synchronized void remember(String mark) {
        long now = nanoTime.getAsLong();
        until.values().removeIf(end -> end - now <= 0);
        until.put(mark, now + REMEMBERED.toNanos());
    }

    synchronized int entries() {
        return until.size();
    }

    /** With its length, so that no two lists of texts are the same bytes. */
    private static void add(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) ':');
        mac.update(bytes);
    }
}
