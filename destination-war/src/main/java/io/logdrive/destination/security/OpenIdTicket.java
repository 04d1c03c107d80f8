package io.logdrive.destination.security;

import java.time.Instant;

/**
 * A log-in by the provider that a browser has begun. All of it is a secret between that browser and
 * us but the state and the nonce, which the provider sees, too.
 *
 * <p>Immutable. Its text has no secret.
 *
 * @param id random
 * @param to where the browser is to go afterwards, a path of this server
 * @param state what the provider sends back with the browser
 * @param nonce what the provider writes into the ID token
 * @param verifier what proves to the provider that the code was asked for by us (RFC 7636)
 * @param expires when it is too late
 */
record OpenIdTicket(
        String id, String to, String state, String nonce, String verifier, Instant expires) {
    @Override
    public String toString() {
        return "ticket until " + expires;
    }
}
