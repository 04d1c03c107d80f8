package io.logdrive.destination.store;

import io.logdrive.payara.access.Role;
import java.time.Instant;

/**
 * A user as the database has it.
 *
 * <p>Immutable. Its text has no secret.
 *
 * @param id never used again when the user is deleted
 * @param password the hash, as {@code destination.security} writes it
 * @param epoch what a session must have to be valid: goes up when the sessions are to end
 * @param disabled whether it may nothing at present
 * @param changed when role, password or {@code disabled} were last changed
 */
public record User(
        long id,
        String name,
        Role role,
        String password,
        long epoch,
        boolean disabled,
        Instant created,
        Instant changed) {
    @Override
    public String toString() {
        return "user " + name + " " + role.word() + (disabled ? " disabled" : "");
    }

    /** One to be added. Immutable. Its text has no secret. */
    public record Added(String name, Role role, String password) {
        @Override
        public String toString() {
            return "user " + name + " " + role.word();
        }
    }
}
