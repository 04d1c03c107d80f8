package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.shape.ShapeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Containers' logs cut into events and made ready to leave. Confined to the test's thread. */
class ContainerCutterTest {
    private static final String TIME = "2026-11-22T08:00:01.669794202Z";
    private static final String OUT = TIME + " stdout ";
    private static final String ERR = TIME + " stderr ";

    private final Cuts cuts = new Cuts();

    private static EventCutter cutter(@Nullable EventStart start) {
        return new CutConfig(UTF_8, 1_024, start, 10, Duration.ofSeconds(1), true).cutter();
    }

    private static String docker(String log, String stream) {
        return "{\"log\":\""
                + log
                + "\",\"stream\":\""
                + stream
                + "\",\"time\":\""
                + TIME
                + "\"}\n";
    }

    private static String wrapped(String stream, String message) {
        return "{\"time\":\""
                + TIME
                + "\",\"stream\":\""
                + stream
                + "\",\"message\":\""
                + message
                + "\"}";
    }

    private List<String> cut(@Nullable EventStart start, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return cut(cutter(start), bytes, false, true);
    }

    private List<String> cut(EventCutter cutter, byte[] bytes, boolean skipping, boolean ends) {
        cutter.cut(bytes, bytes.length, skipping, ends, cuts);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < cuts.count(); i++) {
            byte[] event =
                    ContainerEvent.leaving(
                            bytes, cuts.start(i), cuts.end(i), UTF_8, ShapeConfig.NONE);
            String text = new String(event == null ? new byte[0] : event, UTF_8);
            events.add(cuts.isTruncated(i) ? text + "!" : text);
        }
        return events;
    }

    @Test
    void aLineKeepsItsTimeAndStreamInJson() {
        assertThat(cut(null, OUT + "F one \"two\"\n" + ERR + "F \n" + OUT + "F:x \tc\\d\r\n"))
                .containsExactly(
                        wrapped("stdout", "one \\\"two\\\""),
                        wrapped("stderr", ""),
                        wrapped("stdout", "\\tc\\\\d"));
        assertThat(cut(null, docker("one \\u00fc\\n", "stdout") + docker("\\r\\n", "stderr")))
                .containsExactly(wrapped("stdout", "one \u00fc"), wrapped("stderr", ""));
    }

    @Test
    void whatIsJsonItselfLeavesAsItIs() {
        assertThat(cut(null, OUT + "F {\"level\":\"INFO\"}\n"))
                .containsExactly("{\"level\":\"INFO\"}");
        assertThat(cut(null, docker("{\\\"a\\\":\\\"b\\\\nc\\\"}\\n", "stdout")))
                .containsExactly("{\"a\":\"b\\nc\"}");
    }

    @Test
    void piecesOfALineAreOneEvent() {
        assertThat(
                        cut(
                                null,
                                OUT
                                        + "P one,\n"
                                        + OUT
                                        + "P  two,\n"
                                        + OUT
                                        + "F  three\n"
                                        + OUT
                                        + "F x\n"))
                .containsExactly(wrapped("stdout", "one, two, three"), wrapped("stdout", "x"));
        assertThat(
                        cut(
                                null,
                                docker("one,", "stdout")
                                        + docker(" two\\\\n", "stdout")
                                        + docker(" three\\n", "stdout")
                                        + docker("x\\n", "stderr")))
                .containsExactly(wrapped("stdout", "one, two\\\\n three"), wrapped("stderr", "x"));
    }

    @Test
    void theOtherStreamEndsALineThatIsInPieces() {
        assertThat(cut(null, OUT + "P one,\n" + ERR + "F other\n" + OUT + "F  two\n"))
                .containsExactly(
                        wrapped("stdout", "one,"),
                        wrapped("stderr", "other"),
                        wrapped("stdout", " two"));
    }

    @Test
    void anEventOfSeveralLinesIsToldByItsContent() {
        String trace =
                OUT
                        + "F 2026-11-22 08:00:01,123 ERROR [x] failed\n"
                        + OUT
                        + "P java.lang.Error:\n"
                        + OUT
                        + "F  boom\n"
                        + OUT
                        + "F \tat a.B.c(B.java:1)\n"
                        + OUT
                        + "F 2026-11-22 08:00:02,000 INFO next\n";

        assertThat(cut(EventStart.ofJava(), trace))
                .containsExactly(
                        wrapped(
                                "stdout",
                                "2026-11-22 08:00:01,123 ERROR [x] failed\\njava.lang.Error: boom"
                                        + "\\n\\tat a.B.c(B.java:1)"),
                        wrapped("stdout", "2026-11-22 08:00:02,000 INFO next"));
    }

    @Test
    void aWholeLineIsNotWaitedForAndOneInPiecesIs() {
        EventCutter cutter = cutter(null);

        assertThat(cut(cutter, (OUT + "F one\n").getBytes(UTF_8), false, false)).hasSize(1);
        byte[] piece = (OUT + "P one\n").getBytes(UTF_8);
        assertThat(cut(cutter, piece, false, false)).isEmpty();
        assertThat(cuts.consumed()).isZero();
        assertThat(cuts.complete()).isEqualTo(piece.length);
    }

    @Test
    void whatIsOfNeitherFormatLeavesAsItIs() {
        for (String line :
                List.of(
                        "plain",
                        "2026-11-22 stdout",
                        TIME + " stdin F x",
                        TIME + " stdout X x",
                        TIME + " stdout FF x",
                        "{\"log\":\"x\\n\",\"stream\":\"stdout\"}",
                        "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"" + TIME + "\"",
                        "{\"log\":7,\"stream\":\"stdout\",\"time\":\"" + TIME + "\"}",
                        "{",
                        "{}",
                        "")) {
            assertThat(cut(null, line + "\n")).containsExactly(line);
        }
    }

    @Test
    void dockersOtherMembersArePassedOver() {
        String line =
                "{\"log\":\"x\\n"
                        + "\",\"attrs\":{\"a\":[1,\"}\"],\"b\":{}},\"n\":-1,\"stream\":\"stdout\","
                        + " \"time\":\""
                        + TIME
                        + "\"}\n";

        assertThat(cut(null, line)).containsExactly(wrapped("stdout", "x"));
    }

    @Test
    void boundsEndALineInPiecesAndLoseNothing() {
        String piece = "x".repeat(300);
        String text = (OUT + "P " + piece + "\n").repeat(5) + OUT + "F end\n";

        assertThat(cut(null, text))
                .containsExactly(
                        wrapped("stdout", piece.repeat(3)),
                        wrapped("stdout", piece.repeat(2) + "end"));
        // In JSON each of them is two bytes.
        String quotes = "\"".repeat(300);
        assertThat(cut(null, (OUT + "P " + quotes + "\n").repeat(2) + OUT + "F end\n"))
                .extracting(String::length)
                .allMatch(length -> length < 1_024);
        assertThat(cut(null, OUT + "F " + "y".repeat(2_000) + "\n" + OUT + "F next\n"))
                .containsExactly(
                        wrapped("stdout", "y".repeat(1_024 - OUT.length() - 2)) + "!",
                        wrapped("stdout", "next"));
    }

    @Test
    void theSameBytesAreCutTheSameWayWhereverTheyAreCut() {
        String text =
                OUT
                        + "P one\n"
                        + OUT
                        + "F two\n"
                        + ERR
                        + "P three\n"
                        + OUT
                        + "F 2026-11-22 08:00:01 INFO four\n"
                        + OUT
                        + "F \tat five\n"
                        + docker("six", "stdout")
                        + docker(" seven\\n", "stdout")
                        + "eight\n"
                        + OUT
                        + "F last\n";
        byte[] bytes = text.getBytes(UTF_8);
        for (EventStart start : Arrays.asList(null, EventStart.ofJava())) {
            List<String> whole = cut(cutter(start), bytes, false, true);
            for (int i = 0; i <= bytes.length; i++) {
                assertThat(pieces(cutter(start), bytes, i)).as("cut at %s", i).isEqualTo(whole);
            }
        }
    }

    @Test
    void theSameBytesAreCutTheSameWayHoweverTheyCome() {
        Random random = new Random(20261122);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                String stream = random.nextInt(4) == 0 ? ERR : OUT;
                text.append(
                        switch (random.nextInt(7)) {
                            case 0 -> stream + "F 2026-11-22 08:10:38 INFO " + i + "\n";
                            case 1 -> stream + "P piece " + i + "\n";
                            case 2 -> stream + "F \tat " + i + "\n";
                            case 3 -> docker("docker " + i, "stdout");
                            case 4 -> docker("docker\\n", "stdout");
                            case 5 -> stream + "F " + "z".repeat(random.nextInt(1_500)) + "\n";
                            default -> "word " + i + "\n";
                        });
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            EventStart start = round % 2 == 0 ? null : EventStart.ofJava();
            List<String> whole = steps(cutter(start), bytes, bytes.length);

            assertThat(steps(cutter(start), bytes, 1 + random.nextInt(900))).isEqualTo(whole);
        }
    }

    /** Two reads, of which the first ends there. */
    private List<String> pieces(EventCutter cutter, byte[] bytes, int first) {
        List<String> events = new ArrayList<>();
        int from = 0;
        boolean skipping = false;
        for (int to : new int[] {first, bytes.length}) {
            byte[] stretch = Arrays.copyOfRange(bytes, from, to);
            events.addAll(cut(cutter, stretch, skipping, to == bytes.length));
            skipping = cuts.isSkipping();
            from += cuts.consumed();
        }
        return events;
    }

    private List<String> steps(EventCutter cutter, byte[] bytes, int step) {
        List<String> events = new ArrayList<>();
        int from = 0;
        int to = 0;
        boolean skipping = false;
        while (from < bytes.length) {
            to = Math.min(bytes.length, to + step);
            byte[] stretch = Arrays.copyOfRange(bytes, from, to);
            events.addAll(cut(cutter, stretch, skipping, to == bytes.length));
            skipping = cuts.isSkipping();
            from += cuts.consumed();
        }
        return events;
    }
}
