package io.logdrive.destination.security;

import io.logdrive.destination.store.User;

/** What a password was found to be. Immutable. */
sealed interface Checked {
    /** Right; the user as it was when it was asked for. */
    record Right(User user) implements Checked {}

    /** Not right, or of nobody, or of a user that is disabled. */
    record Wrong(String reason) implements Checked {}

    /** It was not looked at. */
    record Later(int seconds) implements Checked {}
}
