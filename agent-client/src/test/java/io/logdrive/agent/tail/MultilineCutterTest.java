package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class MultilineCutterTest {
    private static final String TRACE =
            """
            2026-11-22 08:10:38,123 ERROR [main] o.Shop - order failed
            java.lang.IllegalStateException: no stock
            of anything
            \tat org.example.Shop.order(Shop.java:42)
            \tat org.example.Shop.main(Shop.java:7)
            Caused by: java.io.IOException: 2 of 3 gone
            \t... 2 more

            2026-11-22 08:10:39,001 INFO  [main] o.Shop - next
            """;

    private final Cuts cuts = new Cuts();
    private final List<String> texts = new ArrayList<>();

    private List<String> cut(EventStart start, String text, boolean ends) {
        return cut(new MultilineCutter(start, UTF_8, 10, 400), text.getBytes(UTF_8), false, ends);
    }

    private List<String> cut(EventCutter cutter, byte[] bytes, boolean skipping, boolean ends) {
        cutter.cut(bytes, bytes.length, skipping, ends, cuts);
        texts.clear();
        for (int i = 0; i < cuts.count(); i++) {
            String event = new String(bytes, cuts.start(i), cuts.end(i) - cuts.start(i), UTF_8);
            texts.add(cuts.isTruncated(i) ? event + "!" : event);
        }
        return texts;
    }

    @Test
    void aStackTraceIsOneEvent() {
        assertThat(cut(EventStart.ofJava(), TRACE, false))
                .singleElement()
                .asString()
                .startsWith("2026-11-22 08:10:38,123 ERROR")
                .endsWith("\t... 2 more\n");
        assertThat(cuts.consumed()).isEqualTo(TRACE.indexOf("2026-11-22 08:10:39"));
        assertThat(cuts.complete()).isEqualTo(TRACE.length());

        assertThat(cut(EventStart.ofJava(), TRACE, true)).hasSize(2);
        assertThat(cuts.consumed()).isEqualTo(TRACE.length());
    }

    @Test
    void theHeadersOfJavasLoggersAreKnown() {
        JavaStart java = new JavaStart();

        for (String header :
                List.of(
                        "2026-11-22T08:10:38.123Z  WARN 1 --- [main] c.e.App : up",
                        "[2026-11-22 08:10:38,123] INFO up",
                        "22-Nov-2026 08:10:38.123 INFO [main] org.apache up",
                        "22 Nov 2026 08:10:38,123 INFO up",
                        "Nov 22, 2026 8:10:38 AM org.example.App main",
                        "08:10:38.123 [main] INFO App - up",
                        "08:10:38,123 |-INFO in ch.qos.logback",
                        "1795332803464 [main] INFO up",
                        "123 [main] INFO up",
                        "INFO  [main] up",
                        "ERROR up",
                        "[INFO] up",
                        " INFO [main] up",
                        "[main] INFO  o.Shop - up",
                        "20261122T081038,123 INFO up",
                        "20261122081038123 INFO up",
                        "\u001b[32mINFO\u001b[m up",
                        "\u001b[2m2026-11-22T08:10:38.123Z\u001b[0;39m INFO up",
                        "{\"level\":\"INFO\"}")) {
            assertThat(java.isHeader(header)).as(header).isTrue();
        }
        for (String other :
                List.of(
                        "\tat a.B.c(B.java:1)",
                        "Caused by: a.B: c",
                        "java.lang.Error",
                        "... 3 more",
                        "INFO: what java.util.logging writes in its second line",
                        "3 items left",
                        "[not a list",
                        "  INFO is how it begins",
                        "12345678901234567 of them",
                        "} of something",
                        "")) {
            assertThat(java.isHeader(other)).as(other).isFalse();
        }
    }

    @Test
    void linesWithoutHeaderAreEventsOfTheirOwnUnlessTheyLookLikeATrace() {
        String text =
                """
                started
                stopped
                Exception in thread "main" java.lang.Error: boom
                \tat a.B.c(B.java:1)
                over
                last
                """;

        assertThat(cut(EventStart.ofJava(), text, true))
                .containsExactly(
                        "started",
                        "stopped\nException in thread \"main\" java.lang.Error: boom\n"
                                + "\tat a.B.c(B.java:1)",
                        "over",
                        "last");
    }

    @Test
    void whatFollowsALineWithoutHeaderIsToldByItsShapeHoweverLongItIs() {
        JavaStart java = new JavaStart();

        for (String line :
                List.of(
                        "",
                        "\tat a.B.c(B.java:1)",
                        " x",
                        "Caused by: x",
                        "... 12 more",
                        "INFO: x",
                        "java.lang.Error",
                        "java.lang.Error: boom",
                        "o.s.$Proxy_1: x",
                        "a.".repeat(100_000) + "B: x")) {
            assertThat(java.begins(line, false)).isFalse();
        }
        for (String line :
                List.of(
                        "x",
                        "Error: boom",
                        "java.lang.Error boom",
                        "java..Error",
                        "java.lang.",
                        "1.2: x",
                        "a.1: x",
                        "... more",
                        "...12 more",
                        "a.".repeat(100_000) + " ")) {
            assertThat(java.begins(line, false)).isTrue();
        }
    }

    @Test
    void jsonOfSeveralLinesIsAnEvent() {
        String event = "{\n  \"level\" : \"INFO\",\n  \"of\" : {\n    \"a\" : 1\n  }\n}";

        assertThat(cut(EventStart.ofJava(), event + "\n" + event + "\n", true))
                .containsExactly(event, event);
    }

    @Test
    void aPatternBeginsEvents() {
        EventStart start = EventStart.of(Pattern.compile("^#\\d"));

        assertThat(cut(start, "#1 a\nb\n#2 c\n#3\nd", true))
                .containsExactly("#1 a\nb", "#2 c", "#3\nd");
    }

    @Test
    void boundsEndAnEventAndLoseNothing() {
        EventStart never = EventStart.of(Pattern.compile("never"));
        String lines = "0123456789\n".repeat(25);

        assertThat(cut(never, lines, true))
                .extracting(event -> event.lines().count())
                .containsExactly(10L, 10L, 5L);
        assertThat(cut(never, ("x".repeat(150) + "\n").repeat(4), true))
                .extracting(String::length)
                .containsExactly(301, 301);
        assertThat(cut(never, "y".repeat(450) + "\nnext\n", true))
                .containsExactly("y".repeat(400) + "!", "next");
    }

    @Test
    void theSameBytesAreCutTheSameWayHoweverTheyCome() {
        Random random = new Random(20261122);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(
                        switch (random.nextInt(5)) {
                            case 0 -> "2026-11-22 08:10:38 INFO " + i;
                            case 1 -> "\tat line " + i;
                            case 2 -> "z".repeat(random.nextInt(600));
                            case 3 -> "";
                            default -> "word " + i;
                        });
                text.append('\n');
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            EventCutter cutter = new MultilineCutter(EventStart.ofJava(), UTF_8, 10, 400);
            List<String> whole = new ArrayList<>(pieces(cutter, bytes, bytes.length));

            assertThat(pieces(cutter, bytes, 1 + random.nextInt(700))).isEqualTo(whole);
        }
    }

    private List<String> pieces(EventCutter cutter, byte[] bytes, int step) {
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
