package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.ingest.Rounds;
import io.logdrive.ingest.Seeds;
import io.logdrive.wire.PrefixedLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogFramerTest {
    private static final int LIMIT = 16;
    private static final String ALPHABET = "0123456789 <>\n\0\rab";
    private static final String LOST =
            "syslog: expected < or a count of 1..99999999 and a blank behind a counted message,"
                    + " found neither";

    @Test
    void givesAGroupAsPrefixedLinesToTheByte() {
        List<byte[]> bodies = new ArrayList<>();
        SyslogFramer framer =
                new SyslogFramer(LIMIT, 100, (body, lines, truncated) -> bodies.add(body));

        framer.read(bytes("7 <13>a\nb7 <14>c\nd<15>e\n"));

        assertThat(bodies).hasSize(1);
        assertThat(HexFormat.of().formatHex(bodies.get(0)))
                .isEqualTo(
                        "00000003"
                                + "000000073c31333e610a62"
                                + "000000073c31343e630a64"
                                + "000000053c31353e65");
    }

    @Test
    void takesTheFramingOfEachMessageWhereverTheReadsEnd() {
        String text =
                "6 <13>ab9 <13>c\nd\u00e9\n\n<13>e\r\n<13>f\00012 g\n\n\0004711\r\n"
                        + "7 <13>xyz5 hello\0<13>m\n1 x\n6 <13>n\n3 p\r\n<1";
        for (int cut = 0; cut <= text.getBytes(UTF_8).length; cut++) {
            Messages messages = new Messages(LIMIT, 100);

            messages.readCutAt(text, cut);
            messages.framer.finish();

            assertThat(messages.all)
                    .as("cut at " + cut)
                    .containsExactly(
                            "<13>ab",
                            "<13>c\nd\u00e9",
                            "<13>e\r",
                            "<13>f",
                            "12 g",
                            "4711\r",
                            "<13>xyz",
                            "hello",
                            "<13>m",
                            "1 x",
                            "<13>n",
                            "p\r",
                            "<1");
            assertThat(messages.framer.skippedBytes()).isZero();
            assertThat(messages.framer.carryBytes()).isZero();
        }
    }

    @Test
    void readsOneByteAtATime() {
        Messages messages = new Messages(LIMIT, 100);

        for (char c : "6 <13>ab<13>c\n20 <13>3456789012345678<13>d\n".toCharArray()) {
            messages.read(String.valueOf(c));
        }

        assertThat(messages.all).containsExactly("<13>ab", "<13>c", "<13>345678901234!", "<13>d");
        assertThat(messages.framer.skippedBytes()).isEqualTo(4);
    }

    @Test
    void cutsMessagesThatAreTooLongAndGoesOnBehindThem() {
        String text =
                "20 <13>56789012345678906 <13>ab<13>5678901234567890\n<13>c\n16 <13>567890123456";
        for (int cut = 0; cut <= text.length(); cut++) {
            Messages messages = new Messages(LIMIT, 100);

            messages.readCutAt(text, cut);

            assertThat(messages.all)
                    .as("cut at " + cut)
                    .containsExactly(
                            "<13>567890123456!",
                            "<13>ab",
                            "<13>567890123456!",
                            "<13>c",
                            "<13>567890123456");
            assertThat(messages.framer.skippedBytes()).as("cut at " + cut).isEqualTo(8);
        }
    }

    @Test
    void holdsNoMoreThanTheLimitWhileAMessageOfAHundredMegabytesComes() {
        int limit = 1 << 20;
        Messages messages = new Messages(limit, 100);
        messages.read("99999999 <13>");
        ByteBuf block = Unpooled.wrappedBuffer(new byte[1 << 16]);
        int mostHeld = 0;
        for (int i = 0; i < (99_999_999 - 4) / (1 << 16); i++) {
            messages.framer.read(block.duplicate());
            mostHeld = Math.max(mostHeld, messages.framer.carryBytes());
        }
        messages.framer.read(
                block.duplicate().readerIndex((1 << 16) - (99_999_999 - 4) % (1 << 16)));
        messages.read("<13>next\n");

        assertThat(mostHeld).isLessThanOrEqualTo(limit + SyslogHead.BYTES_MAX);
        assertThat(messages.all).hasSize(2).last().isEqualTo("<13>next");
        assertThat(messages.framer.skippedBytes()).isEqualTo(99_999_999 - limit);
    }

    @Test
    void allocatesNothingForACountBeforeItsBytesCome() {
        Messages messages = new Messages(1 << 20, 100);

        messages.read("1000000 <13>");

        assertThat(messages.framer.carryBytes()).isLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22 12:00:00 up",
                "17/06/09 20:10:40 INFO up",
                "127.0.0.1 - - [22",
                "99999999999 <13>x",
                "123456789 <13>x",
                "0 <13>x",
                "007 <13>x",
                "12 <13 x",
                "12 <>x",
                "12 <1234>x",
                "12  <13>x",
                "12 x<13>",
                "-1 <13>x",
                "12"
            })
    void takesANumberWithoutABlankAndAPriorityForText(String line) {
        Messages messages = new Messages(64, 100);

        messages.read(line + "\n<13>next\n");

        assertThat(messages.all).containsExactly(line, "<13>next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 <13>x", "99999999999 <13>x", "123456789 x", "12x", "x", "1\n"})
    void refusesWhatCannotFollowACountedMessage(String next) {
        Messages messages = new Messages(LIMIT, 100);

        assertThatThrownBy(() -> messages.read("6 <13>ab" + next))
                .isInstanceOf(FramingException.class)
                .hasMessage(LOST);

        assertThat(messages.all).containsExactly("<13>ab");
    }

    @Test
    void givesWhatCameOfACountedMessageAsTruncatedAtTheEnd() {
        Messages messages = new Messages(LIMIT, 100);

        messages.read("10 <13>ab");
        messages.framer.finish();
        messages.framer.finish();

        assertThat(messages.all).containsExactly("<13>ab!");
    }

    @Test
    void refusesTheEndRightBehindACount() {
        Messages messages = new Messages(LIMIT, 100);

        messages.read("6 <13>ab10");
        assertThatThrownBy(messages.framer::finish)
                .isInstanceOf(FramingException.class)
                .hasMessage("syslog: expected the rest of a count, found the end");

        messages.read(" ");
        assertThat(messages.framer.carryBytes()).isPositive();
        assertThatThrownBy(messages.framer::finish)
                .isInstanceOf(FramingException.class)
                .hasMessage("syslog: expected a message of 10 bytes, found the end");
        assertThat(messages.all).containsExactly("<13>ab");
    }

    @Test
    void endsAGroupAtTheLimitOfLines() {
        Messages messages = new Messages(LIMIT, 3);

        messages.read("5 <13>a<13>b\n5 <13>c5 <13>d5 <13>e5 <13>f5 <13>g");

        assertThat(messages.groups).containsExactly(3, 3, 1);
    }

    @Test
    void endsAGroupAtTheLimitOfBytes() {
        int each = 1 << 16;
        List<Integer> counts = new ArrayList<>();
        SyslogFramer framer =
                new SyslogFramer(1 << 20, 10_000, (body, count, truncated) -> counts.add(count));
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < 40; i++) {
            in.writeCharSequence(each + " <13>", UTF_8);
            in.writeZero(each - 5).writeByte('x');
        }

        framer.read(in);

        assertThat(counts).containsExactly(16, 16, 8);
    }

    @Test
    void givesTheMessagesThatWereFramedForAnyFramingAndAnySplit() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        for (Rounds rounds = new Rounds(2_000); rounds.next(); ) {
            List<String> expected = new ArrayList<>();
            StringBuilder input = new StringBuilder();
            int count = 1 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                frame(random, input, expected);
            }
            Messages messages = new Messages(LIMIT, 1 + random.nextInt(5));

            messages.readInPieces(input.toString().getBytes(ISO_8859_1), random);

            assertThat(messages.all)
                    .as("seed %d round %d", seed, rounds.count())
                    .isEqualTo(expected);
        }
    }

    /** Whatever comes, where the reads end changes nothing, and memory is bounded. */
    @Test
    void givesTheSameForArbitraryBytesInOnePieceAndInMany() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        for (Rounds rounds = new Rounds(20_000); rounds.next(); ) {
            byte[] input = new byte[random.nextInt(80)];
            for (int i = 0; i < input.length; i++) {
                input[i] =
                        random.nextInt(20) == 0
                                ? (byte) random.nextInt(256)
                                : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            }
            Messages whole = new Messages(LIMIT, 100);
            Messages pieces = new Messages(LIMIT, 1 + random.nextInt(4));

            String end = whole.endOf(() -> whole.framer.read(Unpooled.wrappedBuffer(input)));
            String endOfPieces = pieces.endOf(() -> pieces.readInPieces(input, random));

            String round = "seed " + seed + " round " + rounds.count();
            assertThat(pieces.all).as(round).isEqualTo(whole.all);
            assertThat(endOfPieces).as(round).isEqualTo(end);
            assertThat(pieces.framer.skippedBytes())
                    .as(round)
                    .isEqualTo(whole.framer.skippedBytes());
        }
    }

    private static void frame(RandomGenerator random, StringBuilder input, List<String> expected) {
        StringBuilder message = new StringBuilder("<").append(random.nextInt(192)).append('>');
        boolean counted = random.nextBoolean();
        for (int left = random.nextInt(2 * LIMIT); left > 0; left--) {
            message.append(counted && random.nextInt(6) == 0 ? '\n' : (char) (' ' + left));
        }
        message.append('x');
        if (counted) {
            input.append(message.length()).append(' ').append(message);
            input.append("\n".repeat(random.nextInt(2)));
        } else {
            input.append(message).append(random.nextBoolean() ? "\n" : "\0");
        }
        expected.add(
                message.length() > LIMIT ? message.substring(0, LIMIT) + "!" : message.toString());
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(UTF_8));
    }

    /** Records messages, with {@code !} behind those that were cut. */
    private static final class Messages {
        private final List<String> all = new ArrayList<>();
        private final List<Integer> groups = new ArrayList<>();
        private final SyslogFramer framer;

        Messages(int messageBytesMax, int chunkLinesMax) {
            framer = new SyslogFramer(messageBytesMax, chunkLinesMax, this::add);
        }

        void read(String text) {
            framer.read(bytes(text));
        }

        void readCutAt(String text, int cut) {
            byte[] all = text.getBytes(UTF_8);
            framer.read(Unpooled.wrappedBuffer(all, 0, cut));
            framer.read(Unpooled.wrappedBuffer(all, cut, all.length - cut));
        }

        void readInPieces(byte[] input, RandomGenerator random) {
            int at = 0;
            while (at < input.length) {
                int length = Math.min(input.length - at, 1 + random.nextInt(12));
                framer.read(Unpooled.wrappedBuffer(input, at, length));
                at += length;
                assertThat(framer.carryBytes())
                        .isLessThanOrEqualTo(2 * LIMIT + SyslogHead.BYTES_MAX);
            }
        }

        /** Runs {@code read} and the end behind it: how that went. */
        String endOf(Runnable read) {
            try {
                read.run();
                framer.finish();
                return "";
            } catch (FramingException e) {
                return String.valueOf(e.getMessage());
            }
        }

        private void add(byte[] body, int lines, BitSet truncated) {
            PrefixedLines texts = new PrefixedLines(body);
            int count = 0;
            while (texts.next()) {
                String text = new String(body, texts.start(), texts.end() - texts.start(), UTF_8);
                all.add(text + (truncated.get(count) ? "!" : ""));
                count++;
            }
            assertThat(lines).isEqualTo(count).isPositive();
            groups.add(count);
        }
    }
}
