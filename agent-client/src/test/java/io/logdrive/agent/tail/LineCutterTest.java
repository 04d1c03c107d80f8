package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class LineCutterTest {
    private static final int MAX = 16;

    private final Cuts cuts = new Cuts();

    private List<String> cut(Charset charset, byte[] bytes, boolean skipping, boolean ends) {
        new LineCutter(LineEnds.of(charset), MAX).cut(bytes, bytes.length, skipping, ends, cuts);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < cuts.count(); i++) {
            String text = new String(bytes, cuts.start(i), cuts.end(i) - cuts.start(i), charset);
            events.add(cuts.isTruncated(i) ? text + "!" : text);
        }
        return events;
    }

    private List<String> cut(String text) {
        return cut(UTF_8, text.getBytes(UTF_8), false, false);
    }

    @Test
    void eachLineIsAnEventWithoutItsNewline() {
        assertThat(cut("one\ntwo\r\n\nthree")).containsExactly("one", "two", "");
        assertThat(cuts.consumed()).isEqualTo(10);
    }

    @Test
    void theLastLineWithoutNewlineWaitsUntilItIsEnded() {
        assertThat(cut("one")).isEmpty();
        assertThat(cuts.consumed()).isZero();
        assertThat(cut(UTF_8, "one".getBytes(UTF_8), false, true)).containsExactly("one");
        assertThat(cuts.consumed()).isEqualTo(3);
    }

    @Test
    void anOverlongLineIsCutAndMarkedAndTheRestPassedOver() {
        assertThat(cut("0123456789abcdefXYZ\nnext\n")).containsExactly("0123456789abcdef!", "next");

        assertThat(cut("0123456789abcdefXYZ")).containsExactly("0123456789abcdef!");
        assertThat(cuts.isSkipping()).isTrue();
        assertThat(cuts.consumed()).isEqualTo(19);
        assertThat(cut(UTF_8, "more and more".getBytes(UTF_8), true, false)).isEmpty();
        assertThat(cuts.isSkipping()).isTrue();
        assertThat(cuts.consumed()).isEqualTo(13);
        assertThat(cut(UTF_8, "end\nnext\n".getBytes(UTF_8), true, false)).containsExactly("next");
        assertThat(cuts.isSkipping()).isFalse();
    }

    @Test
    void aLineOfJustTheLimitIsWhole() {
        assertThat(cut("0123456789abcdef\r\n")).containsExactly("0123456789abcdef");
        assertThat(cut("0123456789abcdef\r")).isEmpty();
        assertThat(cuts.isSkipping()).isFalse();
    }

    @Test
    void utf16IsCutAtItsOwnNewlines() {
        for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
            // U+0A0D and U+0D0A hold the bytes of a newline, but none.
            byte[] bytes = "a\u0a0d\u0d0ab\r\nc\nd".getBytes(charset);

            assertThat(cut(charset, bytes, false, false)).containsExactly("a\u0a0d\u0d0ab", "c");
        }
    }

    @Test
    void characterSetsWhoseNewlinesAreNotFoundAreKnown() {
        for (String name : List.of("UTF-8", "ISO-8859-15", "UTF-16LE", "UTF-16BE", "Shift_JIS")) {
            assertThat(CutConfig.isReadable(Charset.forName(name))).as(name).isTrue();
        }
        for (String name : List.of("UTF-32", "UTF-32LE", "UTF-32BE", "IBM1047", "IBM037")) {
            assertThat(CutConfig.isReadable(Charset.forName(name))).as(name).isFalse();
        }
    }

    @Test
    void theSameBytesAreCutTheSameWayHoweverTheyCome() {
        Random random = new Random(20261122);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append("x".repeat(random.nextInt(30)));
                text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            List<String> whole = cut(UTF_8, bytes, false, false);

            assertThat(pieces(bytes, random)).isEqualTo(whole);
        }
    }

    /** As a reader does: what is not consumed is read again, with more behind it. */
    private List<String> pieces(byte[] bytes, Random random) {
        List<String> events = new ArrayList<>();
        int from = 0;
        int to = 0;
        boolean skipping = false;
        while (to < bytes.length) {
            to = Math.min(bytes.length, to + 1 + random.nextInt(20));
            byte[] stretch = java.util.Arrays.copyOfRange(bytes, from, to);
            events.addAll(cut(UTF_8, stretch, skipping, false));
            skipping = cuts.isSkipping();
            from += cuts.consumed();
        }
        return events;
    }
}
