package io.logdrive.payara.access;

import java.util.Set;
import java.util.TreeSet;

/** The groups that web.xml gives rights to. Thread-safe. */
public final class Groups {
    /** Who may read messages: all of them, or those of its filter. */
    public static final String MESSAGES = "messages";

    /**
     * Who asks for the page at the root of a WAR, whoever that is. Payara takes the root for one of
     * the paths that have no pattern of their own, whose role is an admin's.
     */
    static final String START = "start";

    private Groups() {}

    /** Those that a caller is in: of its role and of those before it; with a filter one alone. */
    public static Set<String> of(Caller caller) {
        Set<String> groups = new TreeSet<>(Set.of(MESSAGES));
        for (Role role : Role.values()) {
            if (caller.is(role)) {
                groups.add(role.word());
            }
        }
        return groups;
    }
}
