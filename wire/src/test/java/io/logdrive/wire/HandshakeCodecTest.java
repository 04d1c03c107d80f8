package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.HandshakeCodec.Helo;
import io.logdrive.wire.HandshakeCodec.Ping;
import io.logdrive.wire.HandshakeCodec.Pong;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeCodecTest {
    private static final byte[] NONCE = {0, (byte) 0xff, 7};
    private static final byte[] SALT = "00ff".getBytes(US_ASCII);
    private static final String KEY_DIGEST =
            "22ec4f9c36a2f046a7b4655800a5ddfb182586919b3cd9677fdec97a04c86982"
                    + "043491985b89d8ad2ca716289d8daf1521a9bd98ef009f54d9db291d83284e98";
    private static final String PASSWORD_DIGEST =
            "82d658d975e9236cfa7f7d812b2b51567fd5c0e0ea0d89608720130391a2d043"
                    + "0e41054e9cb0b174061ecc251ded5b60d92f86dc52d1968906bd1527e9f760d3";

    private static Helo helo(byte[] frame) {
        return HandshakeCodec.decodeHelo(frame, 0, frame.length);
    }

    private static Ping ping(byte[] frame) {
        return HandshakeCodec.decodePing(frame, 0, frame.length);
    }

    private static Pong pong(byte[] frame) {
        return HandshakeCodec.decodePong(frame, 0, frame.length);
    }

    @Test
    void whatIsWrittenIsRead() {
        Helo helo = helo(HandshakeCodec.encode(new Helo(NONCE, SALT, false)));
        Ping ping = ping(HandshakeCodec.encode(new Ping("höst", SALT, "12ab", "me", "34cd")));
        Pong pong = new Pong(false, "no", "", "");

        assertThat(helo.nonce()).isEqualTo(NONCE);
        assertThat(helo.auth()).isEqualTo(SALT);
        assertThat(helo.keepAlive()).isFalse();
        assertThat(ping.hostName()).isEqualTo("höst");
        assertThat(ping.salt()).isEqualTo(SALT);
        assertThat(ping.keyDigest()).isEqualTo("12ab");
        assertThat(ping.user()).isEqualTo("me");
        assertThat(ping.passwordDigest()).isEqualTo("34cd");
        assertThat(pong(HandshakeCodec.encode(pong))).isEqualTo(pong);
    }

    @Test
    void bytesMayComeAsStrAndOptionsThatNobodyKnowsArePassedOver() {
        Helo helo =
                helo(
                        Packed.of(
                                packer -> {
                                    packer.packArrayHeader(2).packString("HELO");
                                    packer.packMapHeader(3).packString("nonce");
                                    packer.packRawStringHeader(NONCE.length).addPayload(NONCE);
                                    packer.packString("more").packArrayHeader(1).packNil();
                                    packer.packString("auth").packNil();
                                }));

        assertThat(helo.nonce()).isEqualTo(NONCE);
        assertThat(helo.auth()).isEmpty();
        assertThat(helo.keepAlive()).isTrue();
    }

    @Test
    void digestsAreThoseOfTheSpecification() {
        // printf 'salthostnoncekey' | sha512sum
        assertThat(
                        HandshakeCodec.keyDigest(
                                "salt".getBytes(US_ASCII),
                                "host",
                                "nonce".getBytes(US_ASCII),
                                "key"))
                .isEqualTo(KEY_DIGEST);
        // printf 'authuserpassword' | sha512sum
        assertThat(HandshakeCodec.passwordDigest("auth".getBytes(US_ASCII), "user", "password"))
                .isEqualTo(PASSWORD_DIGEST);
        assertThat(HandshakeCodec.isSame(KEY_DIGEST, KEY_DIGEST)).isTrue();
        assertThat(HandshakeCodec.isSame(KEY_DIGEST, PASSWORD_DIGEST)).isFalse();
        assertThat(HandshakeCodec.isSame(KEY_DIGEST, "")).isFalse();
        assertThat(HandshakeCodec.saltOf(NONCE)).isEqualTo("00ff07".getBytes(US_ASCII));
    }

    @Test
    void anythingElseIsRefused() {
        byte[] pong = HandshakeCodec.encode(new Pong(true, "", "h", "d"));

        assertThatThrownBy(() -> helo(ForwardCodec.encodeHeartbeat()))
                .isInstanceOf(ForwardException.class)
                .hasMessage("forward value: expected HELO at byte 0, found a heartbeat");
        assertThatThrownBy(() -> helo(ForwardCodec.encodeAck("a")))
                .isInstanceOf(ForwardException.class)
                .hasMessage("forward value: expected HELO at byte 0, found a map");
        assertThatThrownBy(() -> helo(pong))
                .isInstanceOf(ForwardException.class)
                .hasMessage(
                        "forward value: expected HELO of 2 elements at byte 1, found 5 elements");
        assertThatThrownBy(() -> pong(Packed.join(pong, new byte[1])))
                .isInstanceOf(ForwardException.class)
                .hasMessage("forward value: expected the end at byte 12, found 1 bytes more");
        assertThat(HandshakeCodec.isHelo(pong, 0, pong.length)).isFalse();
    }

    @Test
    void cutAtEachByteItIsRefused() {
        List<byte[]> frames =
                List.of(
                        HandshakeCodec.encode(new Helo(NONCE, SALT, true)),
                        HandshakeCodec.encode(new Ping("host", SALT, "ab", "", "")),
                        HandshakeCodec.encode(new Pong(true, "", "host", "ab")));

        for (byte[] frame : frames) {
            for (int length = 0; length < frame.length; length++) {
                int cut = length;
                assertThatThrownBy(() -> decodeAny(frame, cut))
                        .isInstanceOf(ForwardException.class);
            }
        }
    }

    /** Whichever of the three it is. */
    private static Object decodeAny(byte[] frame, int length) {
        return switch (frame[0] & 0x0f) {
            case 2 -> HandshakeCodec.decodeHelo(frame, 0, length);
            case 6 -> HandshakeCodec.decodePing(frame, 0, length);
            default -> HandshakeCodec.decodePong(frame, 0, length);
        };
    }

    @Test
    void arbitraryAndFlippedBytesAreReadOrRefused() {
        Random random = new Random(11);
        byte[] helo = HandshakeCodec.encode(new Helo(NONCE, SALT, true));
        int read = 0;
        for (Rounds rounds = new Rounds(20_000); rounds.next(); ) {
            byte[] frame = helo.clone();
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            try {
                helo(frame);
                read++;
                assertThat(HandshakeCodec.isHelo(frame, 0, frame.length)).isTrue();
            } catch (ForwardException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }

        assertThat(read).isPositive();
    }
}
