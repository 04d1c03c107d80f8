package io.logdrive.wire;

import java.security.SecureRandom;

/**
 * The server's side of one handshake by a shared key ({@code PROTOCOL.md}, "Handshake"): asks for
 * no user.
 *
 * <p>Confined to the connection's thread.
 */
public final class ServerHandshake {
    private static final int NONCE_BYTES = 16;

    private final String hostName;
    private final String key;
    private final byte[] nonce = new byte[NONCE_BYTES];

    /**
     * @param hostName what this server calls itself
     * @param key the secret
     */
    public ServerHandshake(String hostName, String key) {
        this.hostName = hostName;
        this.key = key;
        new SecureRandom().nextBytes(nonce);
    }

    /** What the server says first. */
    public byte[] helo() {
        return HandshakeCodec.encode(new HandshakeCodec.Helo(nonce, new byte[0], true));
    }

    /**
     * What it answers to the client's PING.
     *
     * @throws ForwardException when the frame is anything else
     */
    public Answer answer(byte[] frame, int offset, int length) {
        HandshakeCodec.Ping ping = HandshakeCodec.decodePing(frame, offset, length);
        String expected = HandshakeCodec.keyDigest(ping.salt(), ping.hostName(), nonce, key);
        String reason = "";
        if (!HandshakeCodec.isSame(expected, ping.keyDigest())) {
            reason = "shared key mismatch";
        } else if (ping.hostName().equals(hostName)) {
            // Its digest is ours: it may have been sent back to where it came from.
            reason = "same host name as the server's";
        }
        if (!reason.isEmpty()) {
            return new Answer(
                    reason, HandshakeCodec.encode(new HandshakeCodec.Pong(false, reason, "", "")));
        }
        String digest = HandshakeCodec.keyDigest(ping.salt(), hostName, nonce, key);
        return new Answer(
                "", HandshakeCodec.encode(new HandshakeCodec.Pong(true, "", hostName, digest)));
    }

    /**
     * A PONG.
     *
     * @param refusal why the client is not taken; empty when it is
     * @param frame what is to be sent
     *     <p>Immutable as long as nobody writes to the array.
     */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    public record Answer(String refusal, byte[] frame) {}
}
