package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FrameScanner} fed whole frames, halves, single bytes, and hostile headers. */
class FrameScannerTest {
    private static final ForwardLimits LIMITS = ForwardLimits.defaults();

    @Test
    void findsTheEndOfAnyValueWhereverItIsCut() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int frames = 0; frames < 30; ) {
            byte[] frame = Packed.of(packer -> Packed.array(packer, random, 3));
            if (frame.length < 5_000) {
                frames++;
                byte[] andMore = Arrays.copyOf(frame, frame.length + 1);
                for (int cut = 0; cut <= frame.length; cut++) {
                    assertEndsOnlyAtTheEnd(andMore, frame.length, cut, seed);
                }
            }
        }
    }

    private static void assertEndsOnlyAtTheEnd(byte[] bytes, int length, int cut, long seed) {
        FrameScanner scanner = new FrameScanner(LIMITS);
        ByteBuffer first = ByteBuffer.wrap(bytes, 0, cut);
        ByteBuffer second = ByteBuffer.wrap(bytes, cut, bytes.length - cut);

        boolean early = scanner.scan(first);
        boolean done = early || scanner.scan(second);

        if (first.hasRemaining()
                || early != (cut == length)
                || !done
                || second.position() != length) {
            fail("seed %d, cut %d: expected an end at %d, found %s", seed, cut, length, second);
        }
    }

    @Test
    void findsTheEndWhenBytesComeOneByOne() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        FrameScanner scanner = new FrameScanner(LIMITS);
        for (int i = 0; i < 30; i++) {
            byte[] frame = Packed.of(packer -> Packed.map(packer, random, 3));
            int at = 0;
            while (!scanner.scan(ByteBuffer.wrap(frame, at, 1))) {
                at++;
            }

            assertThat(at).as("seed %d", seed).isEqualTo(frame.length - 1);
        }
    }

    @Test
    void stopsBehindEachOfSeveralFramesInOneBuffer() {
        byte[] nil = {(byte) 0xc0};
        byte[] ack = ForwardCodec.encodeAck("c");
        byte[] entries = Packed.of(packer -> packer.packArrayHeader(0));
        ByteBuffer all = ByteBuffer.wrap(Packed.join(nil, ack, entries, nil));
        FrameScanner scanner = new FrameScanner(LIMITS);

        assertThat(scanner.scan(all)).isTrue();
        assertThat(all.position()).isEqualTo(1);
        assertThat(scanner.scan(all)).isTrue();
        assertThat(all.position()).isEqualTo(1 + ack.length);
        assertThat(scanner.scan(all)).isTrue();
        assertThat(scanner.scan(all)).isTrue();
        assertThat(scanner.scan(all)).isFalse();
    }

    @Test
    void readsDirectBuffersToo() {
        byte[] frame = Packed.of(packer -> packer.packArrayHeader(1).packString("x".repeat(300)));
        ByteBuffer direct = ByteBuffer.allocateDirect(frame.length).put(frame).flip();

        assertThat(new FrameScanner(LIMITS).scan(direct)).isTrue();
    }

    @Test
    void onlyArraysMapsAndNilBeginAFrame() {
        for (int first = 0; first < 256; first++) {
            boolean begins =
                    first == 0xc0
                            || (first >= 0x80 && first <= 0x9f)
                            || (first >= 0xdc && first <= 0xdf);
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) first});
            if (begins) {
                new FrameScanner(LIMITS).scan(bytes);
            } else {
                assertThatThrownBy(() -> new FrameScanner(LIMITS).scan(bytes))
                        .isInstanceOf(ForwardException.class)
                        .hasMessage(
                                "forward frame: expected an array, a map or nil, found byte 0x%02x",
                                first);
            }
        }
    }

    @Test
    void noTextBeginsLikeAForwardConnection() {
        int starts = 0;
        for (int first = 0; first < 256; first++) {
            if (FrameScanner.startsForward((byte) first)) {
                starts++;
                for (int follow = 0; follow < 4; follow++) {
                    byte[] bytes = new byte[1 + follow];
                    Arrays.fill(bytes, (byte) 0x80);
                    bytes[0] = (byte) first;
                    assertThat(Utf8Text.decode(bytes, 0, bytes.length).replaced()).isTrue();
                }
            }
        }
        assertThat(starts).isEqualTo(17);
    }

    @Test
    void whatWeAndOthersSendBeginsLikeAForwardConnection() {
        EntryRange none = new RecordEncoder().take();

        byte[] batch = ForwardCodec.encodeBatch("t", "c", none, List.of(), List.of());

        assertThat(FrameScanner.startsForward(batch[0])).isTrue();
        assertThat(FrameScanner.startsForward(ForwardCodec.encodeHeartbeat()[0])).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91 db 7fffffff", "91 db ffffffff", "91 c6 7fffffff", "91 c6 ffffffff",
                "91 c9 7fffffff", "91 c9 ffffffff", "dd 7fffffff", "dd ffffffff",
                "df 7fffffff", "df ffffffff", "91 dd 7fffffff", "91 df ffffffff"
            })
    void lengthsOverTheBoundAreRefusedWithTheirLastByte(String hex) {
        byte[] header = Packed.hex(hex);
        FrameScanner scanner = new FrameScanner(LIMITS);

        boolean early = scanner.scan(ByteBuffer.wrap(header, 0, header.length - 1));

        assertThat(early).isFalse();
        assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(header, header.length - 1, 1)))
                .isInstanceOf(ForwardException.class)
                .hasMessageStartingWith("forward frame: expected at most 16777216 bytes, found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91 d9 00",
                "91 da 0000",
                "91 db 00000000",
                "91 c4 00",
                "91 c5 0000",
                "91 c6 00000000",
                "91 c7 00 00",
                "91 c8 0000 00",
                "91 c9 00000000 00",
                "dc 0000",
                "dd 00000000",
                "de 0000",
                "df 00000000",
                "90",
                "80",
                "91 a0"
            })
    void lengthZeroEndsAFrame(String hex) {
        byte[] frame = Packed.hex(hex);
        FrameScanner scanner = new FrameScanner(LIMITS);

        assertThat(scanner.scan(ByteBuffer.wrap(frame, 0, frame.length - 1))).isFalse();
        assertThat(scanner.scan(ByteBuffer.wrap(frame, frame.length - 1, 1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"62, true", "63, false"})
    void theBoundIsOnTheWholeFrame(int payload, boolean fits) {
        // 1 byte of array and 1 of str8 and 1 of its length come first.
        ForwardLimits limits = new ForwardLimits(65, 64, 10, 8);
        byte[] frame =
                Packed.join(Packed.hex("91 d9"), new byte[] {(byte) payload}, new byte[payload]);
        FrameScanner scanner = new FrameScanner(limits);

        if (fits) {
            assertThat(scanner.scan(ByteBuffer.wrap(frame))).isTrue();
        } else {
            assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(frame, 0, 3)))
                    .hasMessage(
                            "forward frame: expected at most 65 bytes,"
                                    + " found a header at byte 2 that makes it at least 66");
        }
    }

    @Test
    void elementsStillOwedCountAgainstTheBound() {
        // 60 elements of one byte each fit into 64 bytes; with a str of 9 among them they do not.
        ForwardLimits limits = new ForwardLimits(64, 64, 10, 8);
        FrameScanner scanner = new FrameScanner(limits);
        byte[] frame = Packed.hex("dc 003c a9");

        assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(frame)))
                .isInstanceOf(ForwardException.class)
                .hasMessageEndingWith("that makes it at least 72");
    }

    @Test
    void aDepthBombIsRefusedAtTheFirstLevelTooMany() {
        byte[] bomb = new byte[1_000_000];
        Arrays.fill(bomb, (byte) 0x91);
        ByteBuffer bytes = ByteBuffer.wrap(bomb);

        assertThatThrownBy(() -> new FrameScanner(LIMITS).scan(bytes))
                .isInstanceOf(ForwardException.class)
                .hasMessage("forward frame: expected at most 32 levels, found another at byte 32");
        assertThat(bytes.position()).isEqualTo(33);
    }

    @Test
    void theDeepestLevelAllowedIsAccepted() {
        byte[] deep = new byte[32];
        Arrays.fill(deep, (byte) 0x91);
        deep[31] = (byte) 0x90;

        assertThat(new FrameScanner(LIMITS).scan(ByteBuffer.wrap(deep))).isTrue();
    }

    @Test
    void theByteThatStartsNoValueIsRefused() {
        byte[] frame = Packed.hex("92 01 c1");

        assertThatThrownBy(() -> new FrameScanner(LIMITS).scan(ByteBuffer.wrap(frame)))
                .isInstanceOf(ForwardException.class)
                .hasMessage("forward frame: expected a MessagePack value at byte 2, found 0xc1");
    }

    @Test
    void arbitraryBytesNeverRaiseAnythingElse() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (Rounds rounds = new Rounds(20_000); rounds.next(); ) {
            byte[] bytes = new byte[random.nextInt(200) + 1];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x90 | random.nextInt(16));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            FrameScanner scanner = new FrameScanner(LIMITS);
            try {
                boolean done = scanner.scan(buffer);
                assertThat(done || !buffer.hasRemaining()).as("seed %d", seed).isTrue();
            } catch (ForwardException e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith("forward frame: expected");
            }
        }
    }
}
