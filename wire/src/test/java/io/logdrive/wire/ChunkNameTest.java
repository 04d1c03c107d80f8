package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are an agent's, and which a foreign sender's. */
class ChunkNameTest {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 17, 1_000_000_000_000L, Long.MAX_VALUE})
    void namesOfSequencesAreReadBack(long first) {
        assertThat(ChunkName.parse(ChunkName.of(ID, first)))
                .isEqualTo(new ChunkName.Sequence(ID, first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "p8n9gmxTQVC8/nh2wlKKeQ==",
                "00112233-4455-6677-8899-aabbccddeeff",
                "00112233-4455-6677-8899-aabbccddeeff:",
                "00112233-4455-6677-8899-aabbccddeeff:x",
                "00112233-4455-6677-8899-aabbccddeeff:-1",
                "00112233-4455-6677-8899-aabbccddeeff:+1",
                "00112233-4455-6677-8899-aabbccddeeff:007",
                "00112233-4455-6677-8899-aabbccddeeff: 7",
                "00112233-4455-6677-8899-aabbccddeeff:7 ",
                "00112233-4455-6677-8899-aabbccddeeff:1:2",
                "00112233-4455-6677-8899-aabbccddeeff:9223372036854775808",
                "00112233-4455-6677-8899-aabbccddeeff:\u0667",
                "00112233-4455-6677-8899-AABBCCDDEEFF:7",
                "0112233-4455-6677-8899-aabbccddeeff0:7",
                "00112233-4455-6677-8899-aabbccddeefg:7",
                "00112233x4455-6677-8899-aabbccddeeff:7"
            })
    void otherNamesAreForeign(String name) {
        assertThat(ChunkName.parse(name)).isNull();
    }

    @Test
    void aNameThatIsReadIsTheOneThatIsMade() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        String letters = "0123456789abcdefABCDEF-:+ \u0667\ud800\0";
        for (Rounds rounds = new Rounds(50_000); rounds.next(); ) {
            StringBuilder name = new StringBuilder(ChunkName.of(ID, random.nextLong()));
            for (int change = random.nextInt(3); change >= 0; change--) {
                char letter = letters.charAt(random.nextInt(letters.length()));
                int at = random.nextInt(name.length());
                switch (random.nextInt(3)) {
                    case 0 -> name.setCharAt(at, letter);
                    case 1 -> name.insert(at, letter);
                    default -> name.deleteCharAt(at);
                }
            }

            ChunkName.Sequence read = ChunkName.parse(name.toString());

            if (read != null) {
                assertThat(ChunkName.of(read.origin(), read.first()))
                        .as("seed %d", seed)
                        .isEqualTo(name.toString());
                assertThat(read.first()).as("seed %d", seed).isNotNegative();
            }
        }
    }
}
