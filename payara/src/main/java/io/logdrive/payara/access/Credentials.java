package io.logdrive.payara.access;

/**
 * What a request shows of who asks.
 *
 * @param kind what was shown
 * @param name of the user, with {@link Kind#BASIC}; else empty
 * @param secret the password, the token or the session's id; with {@link Kind#NONE} empty
 * @param address where the request comes from, as text without a port
 *     <p>Immutable. Its text has no secret.
 */
public record Credentials(Kind kind, String name, String secret, String address) {
    /** Nothing was shown. */
    public static Credentials none(String address) {
        return new Credentials(Kind.NONE, "", "", address);
    }

    @Override
    public String toString() {
        return kind + " " + name + " from " + address;
    }

    /** How somebody shows who it is. */
    public enum Kind {
        /** Not at all. */
        NONE,
        /** Name and password with the request (RFC 7617). */
        BASIC,
        /** An API token (RFC 6750). */
        BEARER,
        /** The cookie of who logged in. */
        SESSION
    }
}
