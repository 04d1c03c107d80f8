package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words that have a meaning: levels, roles, outcomes, kinds, chunk names. */
class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "INFO, INFO", "info, INFO", "Information, INFO", "informational, INFO", "notice, INFO",
        "TRACE, TRACE", "finest, TRACE", "debug, DEBUG", "CONFIG, DEBUG", "warning, WARN",
        "Warn, WARN", "err, ERROR", "SEVERE, ERROR", "ERROR, ERROR", "crit, FATAL",
        "emergency, FATAL", "panic, FATAL", "alert, FATAL"
    })
    void wordsMeanLevelsInAnyCase(String word, Level level) {
        assertThat(Level.ofWord(word)).isEqualTo(level);
    }

    @Test
    void otherWordsAreNoLevels() {
        for (String word : new String[] {"", "3", "inform", " info", "informationals", "TRACE0"}) {
            assertThat(Level.ofWord(word)).as(word).isNull();
        }
    }

    @Test
    void numbersBetweenTwoLevelsBelongToTheLower() {
        for (Level level : Level.values()) {
            for (int above = 0; above < 4; above++) {
                assertThat(Level.ofNumber(level.number() + above)).isEqualTo(level);
            }
        }
        assertThat(Level.ofNumber(0)).isNull();
        assertThat(Level.ofNumber(25)).isNull();
    }

    @Test
    void outcomesAndKindsComeBackFromTheirWords() {
        for (Outcome outcome : Outcome.values()) {
            assertThat(Outcome.ofWord(outcome.word())).isEqualTo(outcome);
        }
        for (OriginKind kind : OriginKind.values()) {
            assertThat(OriginKind.ofWord(kind.word())).isEqualTo(kind);
        }
        assertThat(Outcome.ofWord("Stored")).isNull();
        assertThat(OriginKind.ofWord("")).isNull();
    }

    @Test
    void aForeignChunkIsAnOriginOfItsOwn() {
        UUID origin = ChunkName.originOf("p8n9gmxTQVC8/nh2wlKKeQ==");

        assertThat(origin).hasToString("62fb1a6d-7e85-3ac8-a129-397e2ce8aa6f");
        assertThat(origin.version()).isEqualTo(3);
        assertThat(ChunkName.originOf("p8n9gmxTQVC8/nh2wlKKeQ=")).isNotEqualTo(origin);
    }

    @Test
    void aChunkIsNamedByItsOriginAndFirstSequence() {
        UUID origin = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

        assertThat(ChunkName.of(origin, 17)).isEqualTo("00112233-4455-6677-8899-aabbccddeeff:17");
    }

    @Test
    void aLedgerRunOutOfRangeIsRefused() {
        UUID origin = new UUID(1, 2);

        assertThatThrownBy(() -> new LedgerRun(origin, -1, 1, Outcome.STORED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LedgerRun(origin, 0, 0, Outcome.STORED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LedgerRun(origin, 2, Long.MAX_VALUE, Outcome.DEAD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new LedgerRun(origin, 5, 3, Outcome.STORED).last()).isEqualTo(7);
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new ForwardLimits(15, 16, 1, 4))
                .hasMessage("forward limit frameBytesMax: expected 16..2147483647, found 15");
        assertThatThrownBy(() -> new ForwardLimits(16, 0, 1, 4))
                .hasMessage("forward limit inflatedBytesMax: expected 16..2147483647, found 0");
        assertThatThrownBy(() -> new ForwardLimits(16, 16, 0, 4))
                .hasMessage("forward limit entriesMax: expected 1..2147483647, found 0");
        assertThatThrownBy(() -> new ForwardLimits(16, 16, 1, 129))
                .hasMessage("forward limit depthMax: expected 4..128, found 129");
    }
}
