package io.logdrive.tls;

import java.util.Locale;

/** Whether clients show a certificate. Immutable. */
public enum ClientAuth {
    /** They are not asked. */
    NONE,
    /** They are asked; one that shows none is taken, one that shows a wrong one is not. */
    OPTIONAL,
    /** One that shows none is not taken. */
    REQUIRED;

    /** The word in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
