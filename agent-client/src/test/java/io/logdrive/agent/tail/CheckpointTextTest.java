package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
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
        FileMark moved = FULL.movedTo(new FileId(8, 9), Path.of("/archive/\u00fc"));
        assertThat(moved.wantedPath()).isEqualTo(FULL.path());
        List<LeftMark> left =
                List.of(new LeftMark(LEAST, true, 1_795_332_803), new LeftMark(moved, false, 7));

        List<LeftMark> expected = new ArrayList<>();
        expected.add(new LeftMark(LEAST, false, 0));
        expected.add(new LeftMark(FULL, false, 0));
        expected.addAll(left);
        assertThat(CheckpointText.read(CheckpointText.of(List.of(LEAST, FULL), left)))
                .isEqualTo(expected);
        assertThat(CheckpointText.read(CheckpointText.of(List.of(), List.of()))).isEmpty();
    }

    @Test
    void whatTheFirstVersionWroteIsRead() {
        String lines =
                "logdrive-agent-checkpoint 1\n"
                        + LEAST.origin()
                        + " 3 4 0 "
                        + Long.toHexString(Fingerprint.EMPTY.hash())
                        + " 0 0 - 0:0 - %2Fa\n"
                        + FULL.origin()
                        + " 66305 9223372036854775807 1024 ffffffffffffffff 5000000000 70 skipping"
                        + " 256:fffffffe 5000000001,5000000100"
                        + " %2Fvar%2Flog%2Fmy+app%2F%C3%BC%0A%25.log\n";
        CRC32C crc = new CRC32C();
        crc.update(lines.getBytes(UTF_8));
        String text = lines + String.format("crc32c %08x%n", crc.getValue());

        assertThat(CheckpointText.read(text))
                .containsExactly(new LeftMark(LEAST, false, 0), new LeftMark(FULL, false, 0));
    }

    @Test
    void anyByteThatIsMissingOrOtherIsNoticed() {
        String text = CheckpointText.of(List.of(LEAST), List.of(new LeftMark(FULL, true, 7)));

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
