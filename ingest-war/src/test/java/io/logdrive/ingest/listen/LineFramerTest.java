package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.Rounds;
import io.logdrive.ingest.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private static final int LIMIT = 8;
    private static final Pattern LINE_ENDS = Pattern.compile("(?<=\n)");

    @Test
    void cutsAtNewlinesAndKeepsThem() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("a\nbc\nd");
        lines.read("e\n");
        lines.finish();

        assertThat(lines.groups).containsExactly("2:a\nbc\n", "1:de\n");
    }

    @Test
    void givesAnUnfinishedLastLineAtTheEndOfInput() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("a\nb");
        lines.finish();
        lines.finish();

        assertThat(lines.groups).containsExactly("1:a\n", "1:b");
    }

    @Test
    void givesNothingForNoInput() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("");
        lines.finish();

        assertThat(lines.groups).isEmpty();
    }

    @Test
    void keepsEmptyLinesAndCarriageReturns() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("\n\r\n\na\r");
        lines.read("\n");

        assertThat(lines.groups).containsExactly("3:\n\r\n\n", "1:a\r\n");
    }

    @Test
    void takesALineOfExactlyTheLimitWhole() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("12345678\n");
        lines.read("12345678");
        lines.read("\n");
        lines.read("12345678");
        lines.finish();

        assertThat(lines.groups).containsExactly("1:12345678\n", "1:12345678\n", "1:12345678");
        assertThat(lines.framer.skippedBytes()).isZero();
    }

    @Test
    void doesNotCountTheCarriageReturnBeforeTheNewline() {
        String text = "12345678\r\nnext\r\n";
        for (int cut = 0; cut <= text.length(); cut++) {
            Lines lines = new Lines(LIMIT, 100);

            lines.read(text.substring(0, cut));
            lines.read(text.substring(cut));

            assertThat(lines.lines())
                    .as("cut at " + cut)
                    .containsExactly("12345678\r\n", "next\r\n");
            assertThat(lines.framer.skippedBytes()).as("cut at " + cut).isZero();
        }
    }

    @Test
    void countsACarriageReturnThatIsNotBeforeTheNewline() {
        String text = "12345678\rx\n1234567\r\r\n12345678\r";
        for (int cut = 0; cut <= text.length(); cut++) {
            Lines lines = new Lines(LIMIT, 100);

            lines.read(text.substring(0, cut));
            lines.read(text.substring(cut));
            lines.finish();

            assertThat(lines.lines())
                    .as("cut at " + cut)
                    .containsExactly("12345678!", "1234567\r\r\n", "12345678!");
            assertThat(lines.framer.skippedBytes()).as("cut at " + cut).isEqualTo(3);
        }
    }

    @Test
    void carriesALongLineThatComesInReadsOfAnySize() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        for (int round = 0; round < 20; round++) {
            byte[] line = new byte[1 + random.nextInt(5 * LineCarry.BLOCK_BYTES)];
            for (int i = 0; i < line.length; i++) {
                line[i] = (byte) ('a' + random.nextInt(26));
            }
            line[line.length - 1] = '\n';
            Lines lines = new Lines(1 << 20, 100);
            int step = 1 + random.nextInt(2 * LineCarry.BLOCK_BYTES);
            for (int at = 0; at < line.length; at += step) {
                int length = Math.min(step, line.length - at);
                lines.framer.read(Unpooled.wrappedBuffer(line, at, length));
                assertThat(lines.framer.carryBytes())
                        .as("seed %d round %d", seed, round)
                        .isLessThan(at + length + LineCarry.BLOCK_BYTES);
            }

            assertThat(lines.bodies)
                    .as("seed %d round %d", seed, round)
                    .containsExactly(new String(line, UTF_8));
            assertThat(lines.framer.carryBytes()).isZero();
        }
    }

    @Test
    void cutsALineOneOverTheLimitAndGoesOnBehindIt() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("123456789\nnext\n");

        assertThat(lines.groups).containsExactly("1!12345678", "1:next\n");
        assertThat(lines.framer.skippedBytes()).isEqualTo(1);
    }

    @Test
    void cutsAtTheLimitWhereverTheReadsEnd() {
        String text = "a\n123456789abc\nb\n";
        for (int cut = 0; cut <= text.length(); cut++) {
            Lines lines = new Lines(LIMIT, 100);

            lines.read(text.substring(0, cut));
            lines.read(text.substring(cut));

            assertThat(lines.lines())
                    .as("cut at " + cut)
                    .containsExactly("a\n", "12345678!", "b\n");
            assertThat(lines.framer.skippedBytes()).as("cut at " + cut).isEqualTo(4);
        }
    }

    @Test
    void cutsAtTheLimitWhenEveryReadIsOneByte() {
        Lines lines = new Lines(LIMIT, 100);

        for (char c : "a\n\n123456789abc\n12345678\nb".toCharArray()) {
            lines.read(String.valueOf(c));
        }
        lines.finish();

        assertThat(lines.lines()).containsExactly("a\n", "\n", "12345678!", "12345678\n", "b");
    }

    @Test
    void skipsTheRestOfAnOverlongLineOverManyReads() {
        Lines lines = new Lines(LIMIT, 100);

        for (int i = 0; i < 1_000; i++) {
            lines.read("0123456789");
        }
        lines.read("\nnext\n");

        assertThat(lines.lines()).containsExactly("01234567!", "next\n");
        assertThat(lines.framer.skippedBytes()).isEqualTo(10_000 - LIMIT);
    }

    @Test
    void givesAnOverlongLineOnceWhenTheInputEndsInsideIt() {
        Lines lines = new Lines(LIMIT, 100);

        lines.read("0123456789");
        lines.finish();

        assertThat(lines.lines()).containsExactly("01234567!");
    }

    @Test
    void endsAGroupAtTheLimitOfLines() {
        Lines lines = new Lines(LIMIT, 3);

        lines.read("1\n2\n3\n4\n5\n6\n7\n8");

        assertThat(lines.groups).containsExactly("3:1\n2\n3\n", "3:4\n5\n6\n", "1:7\n");
    }

    @Test
    void endsAGroupAtTheLimitOfBytes() {
        int lineBytes = 1 << 16;
        List<Integer> sizes = new ArrayList<>();
        LineFramer framer =
                new LineFramer(1 << 20, 10_000, (body, count, truncated) -> sizes.add(body.length));
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < 40; i++) {
            in.writeZero(lineBytes - 1).writeByte('\n');
        }

        framer.read(in);

        assertThat(sizes)
                .containsExactly(
                        ListenConfig.CHUNK_BYTES_MAX, ListenConfig.CHUNK_BYTES_MAX, 8 * lineBytes);
    }

    @Test
    void givesTheSameLinesAsAPlainModelForAnySplit() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        for (Rounds rounds = new Rounds(2_000); rounds.next(); ) {
            byte[] input = randomInput(random);
            Lines lines = new Lines(LIMIT, 1 + random.nextInt(5));
            int at = 0;
            while (at < input.length) {
                int length = Math.min(input.length - at, 1 + random.nextInt(12));
                lines.framer.read(Unpooled.wrappedBuffer(input, at, length));
                at += length;
            }
            lines.finish();

            assertThat(lines.lines())
                    .as("seed %d round %d", seed, rounds.count())
                    .isEqualTo(model(new String(input, UTF_8)));
        }
    }

    @Test
    void holdsNoMoreThanTheLimitWhileAGibibyteComesWithoutANewline() {
        int limit = 1 << 20;
        Lines lines = new Lines(limit, 100);
        ByteBuf block = Unpooled.wrappedBuffer(new byte[1 << 16]);
        int mostHeld = 0;
        for (int i = 0; i < 1 << 14; i++) {
            lines.framer.read(block.duplicate());
            mostHeld = Math.max(mostHeld, lines.framer.carryBytes());
        }
        lines.finish();

        assertThat(mostHeld).isEqualTo(limit);
        assertThat(lines.groups).hasSize(1);
        assertThat(lines.framer.skippedBytes()).isEqualTo((1L << 30) - limit);
        assertThat(lines.framer.carryBytes()).isZero();
    }

    private static byte[] randomInput(RandomGenerator random) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            int length = random.nextInt(random.nextBoolean() ? 4 : 3 * LIMIT);
            for (int j = 0; j < length; j++) {
                input.write(random.nextInt(8) == 0 ? '\r' : 'a' + random.nextInt(26));
            }
            if (random.nextBoolean()) {
                input.write('\r');
            }
            if (i < lines - 1 || random.nextBoolean()) {
                input.write('\n');
            }
        }
        return input.toByteArray();
    }

    private static List<String> model(String input) {
        List<String> lines = new ArrayList<>();
        for (String line : input.isEmpty() ? List.<String>of() : split(input)) {
            String content = line.replaceFirst("\r?\n\\z", "");
            lines.add(content.length() > LIMIT ? content.substring(0, LIMIT) + "!" : line);
        }
        return lines;
    }

    private static List<String> split(String text) {
        return LINE_ENDS.splitAsStream(text).toList();
    }

    /** Records groups as {@code lines:body}, with {@code !} for the colon when truncated. */
    private static final class Lines {
        private final List<String> groups = new ArrayList<>();
        private final List<BitSet> truncations = new ArrayList<>();
        private final List<String> bodies = new ArrayList<>();
        private final LineFramer framer;

        Lines(int lineBytesMax, int chunkLinesMax) {
            framer = new LineFramer(lineBytesMax, chunkLinesMax, this::add);
        }

        void read(String text) {
            framer.read(Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
        }

        void finish() {
            framer.finish();
        }

        private void add(byte[] body, int lines, BitSet truncated) {
            String text = new String(body, UTF_8);
            groups.add(lines + (truncated.isEmpty() ? ":" : "!") + text);
            bodies.add(text);
            truncations.add(truncated);
        }

        /** Line by line, each with its newline, or with {@code !} when it was cut. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < bodies.size(); i++) {
                int index = 0;
                for (String line : split(bodies.get(i))) {
                    lines.add(line + (truncations.get(i).get(index++) ? "!" : ""));
                }
            }
            return lines;
        }
    }
}
