package io.logdrive.destination.store;

import io.logdrive.payara.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a user; null: as it is.
 *
 * <p>Immutable. Its text has no secret.
 *
 * @param password the hash of a new one; ends the user's sessions
 * @param disabled true ends the user's sessions
 */
public record UserChange(
        @Nullable Role role, @Nullable Boolean disabled, @Nullable String password) {
    @Override
    public String toString() {
        return "role=" + role + " disabled=" + disabled + (password == null ? "" : " password");
    }

    User of(User user) {
        boolean over = password != null || (Boolean.TRUE.equals(disabled) && !user.disabled());
        return new User(
                user.id(),
                user.name(),
                role == null ? user.role() : role,
                password == null ? user.password() : password,
                over ? user.epoch() + 1 : user.epoch(),
                disabled == null ? user.disabled() : disabled,
                user.created(),
                user.changed());
    }
}
