package io.logdrive.destination.store;

import java.time.Instant;

/**
 * A search that somebody has named.
 *
 * <p>Immutable.
 *
 * @param owner the name of a user; empty: saved while there were none
 * @param state what the console makes of it; opaque to us
 * @param shared whether others see it
 * @param changed when it was saved last
 */
public record SavedSearch(
        String owner, String name, String state, boolean shared, Instant changed) {}
