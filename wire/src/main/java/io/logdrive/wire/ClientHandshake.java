package io.logdrive.wire;

import io.logdrive.wire.HandshakeCodec.Helo;
import io.logdrive.wire.HandshakeCodec.Pong;
import java.security.SecureRandom;

/**
 * The client's side of one handshake by a shared key ({@code PROTOCOL.md}, "Handshake"): has no
 * user.
 *
 * <p>Confined to the connection's thread.
 */
public final class ClientHandshake {
    private static final int SALT_BYTES = 16;

    private final String hostName;
    private final String key;
    private final byte[] salt;
    private byte[] nonce = new byte[0];

    /**
     * @param hostName what this client calls itself; a server must not call itself the same
     * @param key the secret
     */
    public ClientHandshake(String hostName, String key) {
        this.hostName = hostName;
        this.key = key;
        byte[] random = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(random);
        this.salt = HandshakeCodec.saltOf(random);
    }

    /**
     * What it answers to the server's HELO.
     *
     * @throws ForwardException when the frame is anything else, or asks for a user
     */
    public byte[] ping(byte[] frame) {
        Helo helo = HandshakeCodec.decodeHelo(frame, 0, frame.length);
        if (helo.auth().length > 0) {
            throw new ForwardException(
                    "shared key: expected a server that asks for no user, found one that does");
        }
        nonce = helo.nonce();
        String digest = HandshakeCodec.keyDigest(salt, hostName, nonce, key);
        return HandshakeCodec.encode(new HandshakeCodec.Ping(hostName, salt, digest, "", ""));
    }

    /**
     * Looks at the server's PONG.
     *
     * @throws ForwardException when it is anything else, does not take the client, or comes from
     *     who does not know the key
     */
    public void check(byte[] frame) {
        Pong pong = HandshakeCodec.decodePong(frame, 0, frame.length);
        if (!pong.accepted()) {
            throw new ForwardException(
                    "shared key: expected to be accepted, found refused: "
                            + pong.reason().replaceAll("[\\p{Cntrl}\\p{Cf}]", "?"));
        }
        String digest = HandshakeCodec.keyDigest(salt, pong.hostName(), nonce, key);
        // With our own name our own digest, sent back, would do.
        if (pong.hostName().equals(hostName) || !HandshakeCodec.isSame(digest, pong.keyDigest())) {
            throw new ForwardException(
                    "shared key: expected a server that knows it, found one that does not");
        }
    }
}
