package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.ForwardMessage.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agent marks, there and back; and what a frame has room for. */
class MarkedChunkTest {
    private static final int ALL = Integer.MAX_VALUE;

    @Test
    void whateverAnAgentMarksComesBack() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (Rounds rounds = new Rounds(300); rounds.next(); ) {
            Made made = new Made(random);
            boolean gzip = random.nextBoolean();
            byte[] frame = gzip ? made.encoder.finishGzip(7) : made.finished(7);

            Events events = ForwardCodecTest.events(frame);

            assertThat(events.mode())
                    .isEqualTo(gzip ? Mode.COMPRESSED_PACKED_FORWARD : Mode.PACKED_FORWARD);
            assertThat(events.marks().truncated()).as("seed %d", seed).isEqualTo(made.truncated);
            assertThat(events.marks().attributes()).isEqualTo(made.attributes);
            assertThat(events.marks().filtered().total() + made.lines.size())
                    .isEqualTo(made.encoder.sequences());
            assertGroups(events, made, 1 + random.nextInt(10), "seed " + seed);
        }
    }

    /** In groups of that many lines each sequence has its line, or none. */
    private static void assertGroups(Events events, Made made, int linesMax, String as) {
        LineEntries entries = new LineEntries(events.entries(), events.marks(), 1 << 20);
        List<@Nullable String> expected = new ArrayList<>(made.sequences);
        int line = 0;
        while (entries.hasNext()) {
            LineEntries.Lines group = entries.take(linesMax, ALL);
            List<String> lines = AgentFrames.lines(group);
            assertThat(lines).as(as).hasSize(group.count()).hasSizeLessThanOrEqualTo(linesMax);
            FilteredRuns filtered = group.marks().filtered();
            BitSet without = new BitSet();
            for (int run = 0; run < filtered.runs(); run++) {
                without.set(filtered.at(run), filtered.at(run) + filtered.count(run));
            }
            int next = 0;
            for (int i = 0; i < group.sequences(); i++) {
                @Nullable String found = without.get(i) ? null : lines.get(next);
                assertThat(found).as(as).isEqualTo(expected.remove(0));
                if (found != null) {
                    assertThat(group.truncated().get(next)).isEqualTo(made.truncated.get(line));
                    line++;
                    next++;
                }
            }
            assertThat(group.marks().attributes())
                    .isEqualTo(lines.isEmpty() ? LineAttributes.NONE : made.attributes);
        }
        assertThat(expected).as(as).isEmpty();
    }

    @Test
    void aNewlineIsFoundWhereverItStands() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                // Its neighbours in value on both sides.
                char[] text = "\t\u000b\u0080".repeat(14).substring(0, length).toCharArray();
                assertThat(prefixed(new String(text))).isFalse();
                text[at] = '\n';
                assertThat(prefixed(new String(text))).as("%d of %d", at, length).isTrue();
            }
        }
    }

    private static boolean prefixed(String line) {
        byte[] frame = AgentFrames.frame(0, AgentFrames.NONE, new int[0], "", line);
        Events events = ForwardCodecTest.events(frame);
        LineEntries.Lines lines = new LineEntries(events.entries(), 1_000).take(1, ALL);
        assertThat(AgentFrames.lines(lines)).containsExactly(line);
        return lines.prefixed();
    }

    @Test
    void everyCutOfAMarkedFrameIsRefused() {
        byte[] plain = AgentFrames.frame(7, AgentFrames.PAY, new int[] {0}, "0,2-9", "a\nb", "c");
        for (int cut = 0; cut < plain.length; cut++) {
            byte[] frame = Arrays.copyOf(plain, cut);
            assertThat(catchThrowable(() -> ForwardCodecTest.events(frame)))
                    .isInstanceOf(ForwardException.class);
        }
    }

    @Test
    void inflatedLinesHaveTheBoundOfAFrame() {
        byte[] target = new byte[100_000];
        LineChunkEncoder encoder = new LineChunkEncoder(AgentFrames.ORIGIN);
        encoder.begin(target, 1);
        encoder.lineEnd(encoder.lineStart() + 50_000);
        byte[] frame = encoder.finishGzip(0);

        assertThat(frame.length).isLessThan(10_000);
        assertThat(decoded(frame, 50_025).entries().length()).isEqualTo(50_025);
        assertThatThrownBy(() -> decoded(frame, 50_024))
                .hasMessage("gzip entries: expected at most 50024 bytes inflated, found more");
    }

    private static Events decoded(byte[] frame, int frameBytesMax) {
        ForwardLimits limits = new ForwardLimits(frameBytesMax, 1 << 20, 10, 8);
        return (Events) new ForwardCodec(limits).decode(frame, 0, frame.length);
    }

    @Test
    void roomIsLeftForOneMoreMarkOfEachKind() {
        for (int size = 400; size < 700; size++) {
            LineChunkEncoder encoder = new LineChunkEncoder(AgentFrames.ORIGIN);
            byte[] target = new byte[size];
            encoder.begin(target, 1);
            while (encoder.room() >= 0) {
                encoder.lineEnd(encoder.lineStart() + Math.min(3, encoder.room()));
                encoder.truncated();
                encoder.truncated();
                encoder.filtered(70_000);
                encoder.filtered(1);
                if (encoder.sequences() > 900_000) {
                    break;
                }
            }

            Events events =
                    ForwardCodecTest.events(Arrays.copyOf(target, encoder.finish(1L << 62)));

            assertThat(events.entries().count()).isEqualTo(encoder.lines());
            assertThat(events.marks().filtered().runs()).isEqualTo(encoder.lines());
        }
    }

    @Test
    void aFrameIsFullOfSequencesToo() {
        LineChunkEncoder encoder = new LineChunkEncoder(AgentFrames.ORIGIN);
        encoder.begin(new byte[10_000], 1);
        encoder.filtered(LineMarks.SEQUENCES_MAX - 1);
        assertThat(encoder.room()).isPositive();
        encoder.lineEnd(encoder.lineStart());

        assertThat(encoder.room()).isNegative();
        assertThatThrownBy(() -> encoder.filtered(1))
                .hasMessage("filtered: expected 1..0 sequences, found 1");
    }

    @Test
    void onlyALineCanBeTruncated() {
        LineChunkEncoder encoder = new LineChunkEncoder(AgentFrames.ORIGIN);
        encoder.begin(new byte[1_000], 1);
        encoder.filtered(1);

        assertThatThrownBy(encoder::truncated)
                .hasMessage("truncated: expected a line before it, found none");
    }

    @Test
    void aFrameKnowsNothingOfTheOneBefore() {
        LineChunkEncoder encoder = new LineChunkEncoder(AgentFrames.ORIGIN);
        byte[] target = new byte[1_000];
        encoder.begin(target, 1);
        int room = encoder.room();
        encoder.lineEnd(encoder.lineStart());
        encoder.truncated();
        encoder.filtered(2);
        encoder.begin(target, 1);

        assertThat(encoder.room()).isEqualTo(room);
        assertThat(encoder.sequences()).isZero();
        assertThat(ForwardCodecTest.events(Arrays.copyOf(target, encoder.finish(0))).marks())
                .isEqualTo(LineMarks.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "'', expected the number of lines",
        "00 00 00, expected the number of lines",
        "00 00 00 01, expected a line within 0 bytes",
        "00 00 00 01 00 00 00 02 61, expected a line within 5 bytes",
        "00 00 00 01 ff ff ff ff, expected a line within 4 bytes",
        "ff ff ff ff, expected a line within 0 bytes",
        "00 00 00 00 00, expected the end behind 0 lines"
    })
    void aBodyThatIsNotWhatItSaysIsRefused(String hex, String message) {
        assertThatThrownBy(
                        () -> {
                            PrefixedLines lines = new PrefixedLines(Packed.hex(hex));
                            while (lines.next()) {
                                assertThat(lines.end()).isGreaterThanOrEqualTo(lines.start());
                            }
                        })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** A frame made at random, and what it is made of. */
    private static final class Made {
        private final LineAttributes attributes;
        private final LineChunkEncoder encoder;
        private final byte[] target = new byte[200_000];
        private final List<String> lines = new ArrayList<>();
        private final BitSet truncated = new BitSet();

        /** The line of each sequence, null for none. */
        private final List<@Nullable String> sequences = new ArrayList<>();

        Made(Random random) {
            attributes = random.nextBoolean() ? AgentFrames.PAY : LineAttributes.NONE;
            encoder = new LineChunkEncoder(AgentFrames.ORIGIN, attributes);
            encoder.begin(target, 1_700_000_000_000_000L);
            boolean newlines = random.nextBoolean();
            for (int step = random.nextInt(60); step >= 0; step--) {
                if (random.nextInt(3) == 0) {
                    int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 3);
                    encoder.filtered(count);
                    for (int i = 0; i < count; i++) {
                        sequences.add(null);
                    }
                } else {
                    add(Generated.text(random, random.nextInt(80)), random, newlines);
                }
            }
        }

        private void add(String text, Random random, boolean newlines) {
            String line = newlines ? text : text.replace('\n', ' ');
            byte[] bytes = line.getBytes(UTF_8);
            assertThat(encoder.room()).isGreaterThanOrEqualTo(bytes.length);
            System.arraycopy(bytes, 0, target, encoder.lineStart(), bytes.length);
            encoder.lineEnd(encoder.lineStart() + bytes.length);
            if (random.nextInt(4) == 0) {
                encoder.truncated();
                truncated.set(lines.size());
            }
            lines.add(line);
            sequences.add(line);
        }

        byte[] finished(long first) {
            return Arrays.copyOf(target, encoder.finish(first));
        }
    }
}
