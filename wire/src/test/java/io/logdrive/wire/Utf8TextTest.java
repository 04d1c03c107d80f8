package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Utf8Text} on bytes and on strings. */
class Utf8TextTest {
    @Test
    void cleanTextIsLeftAsItIs() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = Generated.text(random, random.nextInt(200));
            byte[] bytes = ("ab" + text + "c").getBytes(UTF_8);

            assertThat(Utf8Text.decode(bytes, 2, bytes.length - 3))
                    .as("seed %d", seed)
                    .isEqualTo(new Utf8Text(text, false));
            assertThat(Utf8Text.clean(text))
                    .as("seed %d", seed)
                    .isEqualTo(new Utf8Text(text, false));
        }
    }

    @Test
    void bytesAreReplacedExactlyWhenAStrictDecoderRefusesThem() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = bytes[at] == 0 ? 1 : bytes[at];
            }

            Utf8Text text = Utf8Text.decode(bytes, 0, bytes.length);

            assertThat(text.replaced()).as("seed %d", seed).isEqualTo(!isUtf8(bytes));
            assertThat(Utf8Text.clean(text.text()).replaced()).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void plainAreBytesFrom1To127() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            boolean plain = true;
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(60) == 0 ? random.nextInt(256) : 'a');
                plain &= bytes[at] > 0 || at == 0;
            }

            int skipped = Math.min(1, bytes.length);
            assertThat(Utf8Text.isPlain(bytes, skipped, bytes.length - skipped))
                    .as("seed %d", seed)
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "41 ff 42       | A\uFFFDB",
                "e2 82 41       | \uFFFDA",
                "f0 9f 98       | \uFFFD",
                "c0 80          | \uFFFD\uFFFD",
                "ed a0 80 41    | \uFFFDA",
                "f4 90 80 80    | \uFFFD\uFFFD\uFFFD\uFFFD",
                "41 00 42       | AB",
                "00 ef bf bd    | \uFFFD",
                "00 ff          | \uFFFD",
            })
    void malformedSequencesBecomeReplacementsAndNulsGo(String hex, String expected) {
        byte[] bytes = Packed.hex(hex);

        assertThat(Utf8Text.decode(bytes, 0, bytes.length)).isEqualTo(new Utf8Text(expected, true));
    }

    @Test
    void aReplacementCharacterThatWasSentIsNoReplacement() {
        byte[] bytes = "a\uFFFDb".getBytes(UTF_8);

        assertThat(Utf8Text.decode(bytes, 0, bytes.length))
                .isEqualTo(new Utf8Text("a\uFFFDb", false));
    }

    @Test
    void loneSurrogatesAndNulsAreCleanedAndPairsAreKept() {
        assertThat(Utf8Text.clean("a\uD800b")).isEqualTo(new Utf8Text("a\uFFFDb", true));
        assertThat(Utf8Text.clean("a\uDC00")).isEqualTo(new Utf8Text("a\uFFFD", true));
        assertThat(Utf8Text.clean("\uD83D\uDE00\uD83D"))
                .isEqualTo(new Utf8Text("\uD83D\uDE00\uFFFD", true));
        assertThat(Utf8Text.clean("\uD800\uD83D\uDE00"))
                .isEqualTo(new Utf8Text("\uFFFD\uD83D\uDE00", true));
        assertThat(Utf8Text.clean("a\0b")).isEqualTo(new Utf8Text("ab", true));
        assertThat(Utf8Text.clean("\uD83D\uDE00")).isEqualTo(new Utf8Text("\uD83D\uDE00", false));
        assertThat(Utf8Text.clean("")).isEqualTo(new Utf8Text("", false));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
