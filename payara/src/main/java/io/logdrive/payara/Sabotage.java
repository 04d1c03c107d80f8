package io.logdrive.payara;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bugs that can be switched on, so that the proof of exactly once is seen to fail when it should
 * (RELIABILITY.md, "The oracle").
 *
 * <p>Switched on by the system property {@code io.logdrive.drill.sabotage=skip-ledger}; who asks
 * says so in the log at start. Thread-safe.
 */
public enum Sabotage {
    /** Destination: batches are acknowledged before they are committed. */
    ACKNOWLEDGE_BEFORE_COMMIT,
    /** Destination: what the ledger covers is stored again. */
    SKIP_LEDGER,
    /** Ingest: senders are told that a chunk is durable before it is. */
    CONFIRM_BEFORE_DURABLE,
    /** Ingest: a chunk that contains {@link #UNPROCESSABLE} makes its processing throw. */
    FAIL_PROCESSING;

    /** What a line contains that cannot be processed while {@link #FAIL_PROCESSING} is on. */
    public static final String UNPROCESSABLE = "logdrive-drill-unprocessable";

    static final String PROPERTY = "io.logdrive.drill.sabotage";

    private static final @Nullable Sabotage ON = of(System.getProperty(PROPERTY));

    /** Whether this bug is planted in this process. */
    public boolean isOn() {
        return ON == this;
    }

    /** The name in the property: {@code skip-ledger}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the property's value.
     *
     * @throws IllegalArgumentException when it names no sabotage
     */
    static @Nullable Sabotage of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (Sabotage sabotage : values()) {
            if (sabotage.word().equals(text)) {
                return sabotage;
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + ": expected a sabotage, found \"" + text + "\"");
    }
}
