package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.value.ValueType;

/**
 * The three messages by which both sides of a connection prove that they know a shared key ({@code
 * PROTOCOL.md}, "Handshake").
 *
 * <p>Thread-safe.
 */
public final class HandshakeCodec {
    /** What one of the messages may take: names and salts are short. */
    public static final ForwardLimits LIMITS = new ForwardLimits(16 << 10, 16 << 10, 1, 8);

    private static final String HELO = "HELO";
    private static final String PING = "PING";
    private static final String PONG = "PONG";
    private static final int PING_ELEMENTS = 6;
    private static final int PONG_ELEMENTS = 5;
    private static final int LEVEL_OF_OPTION = 2;

    /**
     * The server begins.
     *
     * @param nonce for the digests of both sides
     * @param auth the salt of a password's digest; empty: no user is asked for
     * @param keepAlive whether the connection stays open behind the first message
     *     <p>Immutable as long as nobody writes to the arrays.
     */
    @SuppressWarnings("ArrayRecordComponent") // hashed, never compared
    public record Helo(byte[] nonce, byte[] auth, boolean keepAlive) {}

    /**
     * The client answers.
     *
     * @param hostName what it calls itself
     * @param salt of both digests of the key
     * @param keyDigest see {@link #keyDigest}
     * @param user empty: none
     * @param passwordDigest see {@link #passwordDigest}; empty: none
     *     <p>Immutable as long as nobody writes to the array.
     */
    @SuppressWarnings("ArrayRecordComponent") // hashed, never compared
    public record Ping(
            String hostName, byte[] salt, String keyDigest, String user, String passwordDigest) {}

    /**
     * The server decides.
     *
     * @param accepted whether it takes the client
     * @param reason why not
     * @param hostName what it calls itself; empty when it does not take the client
     * @param keyDigest the same with the server's name
     *     <p>Immutable.
     */
    public record Pong(boolean accepted, String reason, String hostName, String keyDigest) {}

    private HandshakeCodec() {}

    /** The frame of a HELO. */
    public static byte[] encode(Helo helo) {
        return packed(
                packer -> {
                    packer.packArrayHeader(2).packString(HELO);
                    packer.packMapHeader(3);
                    packer.packString("nonce").packBinaryHeader(helo.nonce().length);
                    packer.addPayload(helo.nonce());
                    packer.packString("auth").packBinaryHeader(helo.auth().length);
                    packer.addPayload(helo.auth());
                    packer.packString("keepalive").packBoolean(helo.keepAlive());
                });
    }

    /** The frame of a PING. */
    public static byte[] encode(Ping ping) {
        return packed(
                packer -> {
                    packer.packArrayHeader(PING_ELEMENTS).packString(PING);
                    packer.packString(ping.hostName());
                    // A str: there are servers that refuse a bin here.
                    packer.packRawStringHeader(ping.salt().length).addPayload(ping.salt());
                    packer.packString(ping.keyDigest());
                    packer.packString(ping.user()).packString(ping.passwordDigest());
                });
    }

    /** The frame of a PONG. */
    public static byte[] encode(Pong pong) {
        return packed(
                packer -> {
                    packer.packArrayHeader(PONG_ELEMENTS).packString(PONG);
                    packer.packBoolean(pong.accepted()).packString(pong.reason());
                    packer.packString(pong.hostName()).packString(pong.keyDigest());
                });
    }

    /** Whether a whole frame is a HELO, however its options look. */
    public static boolean isHelo(byte[] frame, int offset, int length) {
        try {
            MsgpackReader reader = new MsgpackReader(frame, offset, length);
            // Most of what it is asked about is no array: nothing is thrown for that.
            return reader.type() == ValueType.ARRAY
                    && reader.arrayHeader("a message") == 2
                    && ForwardOptions.text(reader, "its name").equals(HELO);
        } catch (ForwardException e) {
            return false;
        }
    }

    /**
     * Reads a HELO; options that we do not know are passed over.
     *
     * @throws ForwardException when the frame is anything else
     */
    public static Helo decodeHelo(byte[] frame, int offset, int length) {
        MsgpackReader reader = new MsgpackReader(frame, offset, length);
        expectMessage(reader, HELO, 2);
        byte[] nonce = {};
        byte[] auth = {};
        boolean keepAlive = true;
        int pairs = reader.takeNil() ? 0 : reader.mapHeader("the options of HELO");
        for (int i = 0; i < pairs; i++) {
            switch (ForwardOptions.text(reader, "an option of HELO")) {
                case "nonce" -> nonce = bytes(reader, "a nonce");
                case "auth" -> auth = bytes(reader, "a salt");
                case "keepalive" -> keepAlive = reader.takeNil() || reader.takeBoolean();
                default -> reader.skip(LIMITS.depthMax() - LEVEL_OF_OPTION);
            }
        }
        reader.expectEnd();
        return new Helo(nonce, auth, keepAlive);
    }

    /**
     * Reads a PING.
     *
     * @throws ForwardException when the frame is anything else
     */
    public static Ping decodePing(byte[] frame, int offset, int length) {
        MsgpackReader reader = new MsgpackReader(frame, offset, length);
        expectMessage(reader, PING, PING_ELEMENTS);
        Ping ping =
                new Ping(
                        text(reader, "a host name"),
                        bytes(reader, "a salt"),
                        text(reader, "the digest of the key"),
                        text(reader, "a user"),
                        text(reader, "the digest of a password"));
        reader.expectEnd();
        return ping;
    }

    /**
     * Reads a PONG.
     *
     * @throws ForwardException when the frame is anything else
     */
    public static Pong decodePong(byte[] frame, int offset, int length) {
        MsgpackReader reader = new MsgpackReader(frame, offset, length);
        expectMessage(reader, PONG, PONG_ELEMENTS);
        Pong pong =
                new Pong(
                        reader.takeBoolean(),
                        text(reader, "a reason"),
                        text(reader, "a host name"),
                        text(reader, "the digest of the key"));
        reader.expectEnd();
        return pong;
    }

    private static void expectMessage(MsgpackReader reader, String name, int elements) {
        if (reader.type() == ValueType.NIL) {
            throw reader.refuse(name, "a heartbeat");
        }
        int found = reader.arrayHeader(name);
        if (found != elements) {
            throw reader.refuse(name + " of " + elements + " elements", found + " elements");
        }
        if (!text(reader, name).equals(name)) {
            throw reader.refuse(name, "another message");
        }
    }

    /** Nil is empty. */
    private static String text(MsgpackReader reader, String what) {
        return reader.takeNil() ? "" : ForwardOptions.text(reader, what);
    }

    private static byte[] bytes(MsgpackReader reader, String what) {
        if (reader.takeNil()) {
            return new byte[0];
        }
        int length = reader.textHeader(what);
        int start = reader.position();
        reader.moveTo(start + length);
        return Arrays.copyOfRange(reader.bytes(), start, start + length);
    }

    /** SHA-512 of salt, host name, nonce and key, in lower-case hexadecimal digits. */
    public static String keyDigest(byte[] salt, String hostName, byte[] nonce, String key) {
        return sha512(salt, hostName.getBytes(UTF_8), nonce, key.getBytes(UTF_8));
    }

    /** SHA-512 of the server's {@code auth}, user and password, in hexadecimal digits. */
    public static String passwordDigest(byte[] auth, String user, String password) {
        return sha512(auth, user.getBytes(UTF_8), password.getBytes(UTF_8));
    }

    /** Whether two digests are the same, in a time that does not tell how much of them is. */
    public static boolean isSame(String digest, String other) {
        return MessageDigest.isEqual(digest.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    /** Bytes as the hexadecimal digits that are a salt of ours: text whatever reads it. */
    public static byte[] saltOf(byte[] random) {
        return HexFormat.of().formatHex(random).getBytes(US_ASCII);
    }

    private static String sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-512: expected in every JDK, found none", e);
        }
    }

    /** Writes a message. Confined to the call. */
    private interface Packing {
        void pack(MessageBufferPacker packer) throws IOException;
    }

    private static byte[] packed(Packing packing) {
        try (MessageBufferPacker packer = ForwardCodec.SMALL.newBufferPacker()) {
            packing.pack(packer);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
