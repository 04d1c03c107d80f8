package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class CheckpointTextTest {
    private static final FileMark LEAST =
            new FileMark(
                    new UUID(1, 2),
                    new FileId(3, 4),
                    Path.of("/a"),
                    Fingerprint.EMPTY,
                    Mark.start(0),
                    List.of());
    private static final FileMark FULL =
            new FileMark(
                    new UUID(5, 6),
                    new FileId(66_305, Long.MAX_VALUE),
                    Path.of("/var/log/my app/\u00fc\n%.log"),
                    new Fingerprint(1_024, -1),
                    new Mark(5_000_000_000L, 70, true, new Trail(256, -2)),
                    List.of(5_000_000_001L, 5_000_000_100L));

    @Test
    void comesBackAsItWas() {
        List<FileMark> files = List.of(LEAST, FULL);

        assertThat(CheckpointText.read(CheckpointText.of(files))).isEqualTo(files);
        assertThat(CheckpointText.read(CheckpointText.of(List.of()))).isEmpty();
    }

    @Test
    void anyByteThatIsMissingOrOtherIsNoticed() {
        String text = CheckpointText.of(List.of(LEAST, FULL));

        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            String other = cut + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThatThrownBy(() -> CheckpointText.read(cut))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CheckpointText.read(other))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
