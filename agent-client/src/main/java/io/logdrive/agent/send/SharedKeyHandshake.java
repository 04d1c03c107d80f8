package io.logdrive.agent.send;

import io.logdrive.wire.ForwardException;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import io.logdrive.wire.HandshakeCodec.Helo;
import io.logdrive.wire.HandshakeCodec.Ping;
import io.logdrive.wire.HandshakeCodec.Pong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Proves to a server that the agent knows the shared key, and has the server prove it (wire/
 * PROTOCOL.md, "Handshake").
 *
 * <p>Confined to the thread {@code agent-send}.
 */
final class SharedKeyHandshake {
    private static final int SALT_BYTES = 16;

    private final SharedKeyConfig config;
    private final InputStream in;
    private final OutputStream out;
    private final FrameScanner scanner = new FrameScanner(HandshakeCodec.LIMITS);

    /** What the server has said, and what it is to say: for who waits in vain. */
    private String expected = "HELO";

    /**
     * @param in buffered: it is read byte by byte, so that what follows stays in it
     */
    SharedKeyHandshake(SharedKeyConfig config, InputStream in, OutputStream out) {
        this.config = config;
        this.in = in;
        this.out = out;
    }

    /** The message that it waits for. */
    String expected() {
        return expected;
    }

    /**
     * Shakes hands.
     *
     * @throws IOException when the server does not, or is not one that knows the key
     */
    void run() throws IOException {
        try {
            byte[] frame = frame();
            Helo helo = HandshakeCodec.decodeHelo(frame, 0, frame.length);
            byte[] random = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(random);
            byte[] salt = HandshakeCodec.saltOf(random);
            out.write(HandshakeCodec.encode(ping(helo, salt)));
            out.flush();
            expected = "PONG";
            frame = frame();
            check(HandshakeCodec.decodePong(frame, 0, frame.length), helo, salt);
        } catch (ForwardException e) {
            throw new IOException("shared key: " + e.getMessage(), e);
        }
    }

    private Ping ping(Helo helo, byte[] salt) throws IOException {
        String digest =
                HandshakeCodec.keyDigest(salt, config.hostName(), helo.nonce(), config.key());
        if (helo.auth().length == 0) {
            return new Ping(config.hostName(), salt, digest, "", "");
        }
        String user = orMissing(config.user());
        String password =
                HandshakeCodec.passwordDigest(helo.auth(), user, orMissing(config.password()));
        return new Ping(config.hostName(), salt, digest, user, password);
    }

    private static String orMissing(@Nullable String text) throws IOException {
        if (text == null) {
            throw new IOException(
                    "shared key: the server wants a user and a password, none are configured");
        }
        return text;
    }

    private void check(Pong pong, Helo helo, byte[] salt) throws IOException {
        if (!pong.accepted()) {
            throw new IOException(
                    "shared key: the server does not accept the agent: "
                            + Plain.text(pong.reason()));
        }
        if (pong.hostName().equals(config.hostName())) {
            // Our own digest, sent back, would be right then.
            throw new IOException(
                    "shared key: expected a server of another name than the agent's, found "
                            + Plain.text(pong.hostName()));
        }
        String digest = HandshakeCodec.keyDigest(salt, pong.hostName(), helo.nonce(), config.key());
        if (!HandshakeCodec.isSame(digest, pong.keyDigest())) {
            throw new IOException(
                    "shared key: expected a server that knows it, found another key at "
                            + Plain.text(pong.hostName()));
        }
    }

    private byte[] frame() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        boolean complete = false;
        while (!complete) {
            int next = in.read();
            if (next < 0) {
                throw new IOException(
                        "shared key: the server closed the connection before " + expected);
            }
            frame.write(next);
            one[0] = (byte) next;
            complete = scanner.scan(ByteBuffer.wrap(one));
        }
        return frame.toByteArray();
    }
}
