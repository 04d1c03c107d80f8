package io.logdrive.payara.access;

import java.util.Set;
import java.util.TreeSet;

/** The groups that web.xml gives rights to. Thread-safe. */
public final class Groups {
    /** Who may read messages: all of them, or those of its filter. */
    public static final String MESSAGES = "messages";

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
