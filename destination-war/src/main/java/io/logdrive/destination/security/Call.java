package io.logdrive.destination.security;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.AuditEntry;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Role;

/** Who asks for something, and from where. Immutable. */
record Call(Caller caller, String address) {
    /** The name of the user, also when a token of it asks. */
    String user() {
        String name = caller.name();
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    boolean isAdmin() {
        return caller.is(Role.ADMIN);
    }

    boolean isByToken() {
        return caller.by() == Credentials.Kind.BEARER;
    }

    /**
     * The container asked for the role already: this is what is left when its list of paths is
     * wrong.
     */
    void requireAdmin() {
        if (!isAdmin()) {
            throw QueryProblem.forbidden("expected the role admin, found " + caller.role().word());
        }
    }

    /** As {@link #requireAdmin}: what is left when the list of paths is wrong. */
    void requireUnfiltered() {
        if (caller.filter() != null) {
            throw QueryProblem.forbidden(
                    "expected a token without a filter: one with a filter reads messages, and"
                            + " nothing else");
        }
    }

    AuditEntry entry(String what, String target, String outcome) {
        return new AuditEntry(caller.name(), address, what, target, outcome);
    }
}
