package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private static final CutConfig CUT =
            new CutConfig(
                    UTF_16LE,
                    2_048,
                    EventStart.of(Pattern.compile("^# ,;%\u00fc", Pattern.MULTILINE)),
                    100,
                    Duration.ofSeconds(3),
                    true);

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

    private static FileMark cutBy(CutText cut) {
        return new FileMark(
                FULL.origin(),
                FULL.id(),
                FULL.path(),
                FULL.wantedPath(),
                FULL.fingerprint(),
                FULL.mark(),
                FULL.ends(),
                cut);
    }

    @Test
    void howEventsAreCutComesBackAsItWas() {
        List<CutConfig> configs =
                List.of(
                        CUT,
                        new CutConfig(UTF_8, 1_024, null, 1, Duration.ZERO),
                        new CutConfig(UTF_8, 1_024, EventStart.ofJava(), 1, Duration.ZERO));
        for (CutConfig config : configs) {
            CutText cut = CutText.of(config);

            FileMark read =
                    CheckpointText.read(CheckpointText.of(List.of(cutBy(cut)), List.of()))
                            .get(0)
                            .file();

            assertThat(read).isEqualTo(cutBy(cut));
            assertThat(CutText.of(cut.config(Duration.ofDays(1)))).isEqualTo(cut);
        }
        CutConfig read = CutText.of(CUT).config(Duration.ofDays(1));
        assertThat(read.charset()).isEqualTo(UTF_16LE);
        assertThat(read.idle()).isEqualTo(Duration.ofDays(1));
        EventStart start = Objects.requireNonNull(read.start());
        assertThat(start.begins("x\n# ,;%\u00fc", true)).isTrue();
        assertThat(start.begins("x # ,;%\u00fc", true)).isFalse();
    }

    @Test
    void aCutThatNoAgentWroteIsRefused() {
        for (String word :
                List.of(
                        "UTF-8,1024,1,plain",
                        "UTF-9,1024,1,plain,line",
                        "UTF-8,x,1,plain,line",
                        "UTF-8,1024,1,else,line",
                        "UTF-8,1024,1,plain,else",
                        "UTF-8,1024,1,plain,=(;0",
                        "UTF-8,1024,1,plain,=(")) {
            String text = CheckpointText.of(List.of(cutBy(new CutText(word))), List.of());

            assertThatThrownBy(() -> CheckpointText.read(text))
                    .hasMessage(
                            "expected CHARSET,LINE-BYTES,EVENT-LINES,plain or container,line or"
                                    + " java or =PATTERN, found "
                                    + word);
        }
    }

    @Test
    void whatTheSecondVersionWroteIsRead() {
        String third = CheckpointText.of(List.of(FULL), List.of(new LeftMark(LEAST, true, 7)));
        String lines =
                third.substring(0, third.lastIndexOf("crc32c "))
                        .replace("checkpoint 3", "checkpoint 2")
                        .replace(" -\n", "\n");
        CRC32C crc = new CRC32C();
        crc.update(lines.getBytes(UTF_8));

        assertThat(CheckpointText.read(lines + String.format("crc32c %08x%n", crc.getValue())))
                .containsExactly(new LeftMark(FULL, false, 0), new LeftMark(LEAST, true, 7));
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
        FileMark full = cutBy(CutText.of(CUT));
        String text = CheckpointText.of(List.of(LEAST), List.of(new LeftMark(full, true, 7)));

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
