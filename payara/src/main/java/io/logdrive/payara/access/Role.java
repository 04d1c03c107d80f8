package io.logdrive.payara.access;

import java.util.Locale;

/** What somebody may do; each may what those before it may. */
public enum Role {
    /** Reads everything that is not about users and tokens. */
    READER,
    /** Dead letters and retention, too. */
    OPERATOR,
    /** Users and tokens, too. */
    ADMIN;

    /** As it is written in the API and in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether who has this one may what {@code wanted} may. */
    public boolean includes(Role wanted) {
        return compareTo(wanted) >= 0;
    }
}
