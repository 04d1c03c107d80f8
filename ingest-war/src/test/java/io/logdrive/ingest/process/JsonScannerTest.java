package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.Rounds;
import io.logdrive.ingest.Seeds;
import io.logdrive.wire.LogRecord;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner takes is what the parser makes of it, whatever the bytes. */
class JsonScannerTest {
    private static final long RECEIVED = 1_700_000_000_123_456L;
    private static final List<String> NAMES =
            List.of(
                    "time",
                    "ts",
                    "level",
                    "lvl",
                    "service",
                    "host",
                    "message",
                    "msg",
                    "user",
                    "a",
                    "",
                    "päth",
                    "x y",
                    "n\\u00e9",
                    "q\\\"");
    private static final List<String> SCALARS =
            List.of(
                    "\"2026-11-21T08:10:38.123456Z\"",
                    "1700000000",
                    "1700000000.25",
                    "1.7e9",
                    "-1",
                    "-0",
                    "01",
                    "1.",
                    ".5",
                    "1e",
                    "99999999999999999999",
                    "\"warn\"",
                    "\"payment\"",
                    "\"\"",
                    "\"a longer text of more than eight bytes\"",
                    "\"line\\none\\ttab \\\"quoted\\\" \\\\ \\b\\f\\r\"",
                    "\"a\\/b\"",
                    "\"\\u0041\\u0000\\ud83d\"",
                    "\"größer als 🙂\"",
                    "\"\uFFFD\"",
                    "\"\u007f\"",
                    "\"\u0001\"",
                    "true",
                    "false",
                    "null",
                    "tru",
                    "NaN");

    private final JsonScanner scanner = new JsonScanner();
    private final JsonLineParser parser = new JsonLineParser();

    @Test
    void takesNothingButWhatTheParserTakesAlike() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        int taken = 0;
        int wellFormed = 0;
        for (Rounds rounds = new Rounds(20_000); rounds.next(); ) {
            byte[] line = object(random, 0).getBytes(UTF_8);
            if (random.nextInt(3) == 0) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            byte[] within = new byte[line.length + 20];
            System.arraycopy(line, 0, within, 7, line.length);

            LogRecord scanned = scanner.parse(within, 7, 7 + line.length, RECEIVED, 1);

            LogRecord parsed = parser.parse(within, 7, line.length, RECEIVED, 1);
            if (scanned != null) {
                taken++;
                assertThat(scanned)
                        .as("seed %d: %s", seed, new String(line, UTF_8))
                        .isEqualTo(parsed);
            }
            wellFormed += parsed == null ? 0 : 1;
        }
        assertThat(taken).isGreaterThan(wellFormed / 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { \"a\" : [ 1 , { \"b\" : null } , [ ] , { } ] , \"msg\" : \"x\" } ",
                "{\"ts\":1700000000.123,\"level\":\"info\",\"logger\":\"a.B\",\"msg\":\"up\"}",
                "{\"message\":\"at a.B(C.java:1)\\n\\tat d.E\",\"level\":\"Ünknown\",\"t\":\"?\"}",
                "{\"message\":7,\"msg\":\"größer\",\"host\":\"büro\",\"ok\":true}",
                "{\"event\":\"no message at all\",\"user\":\"u1\"}"
            })
    void takesWhatLoggersWrite(String line) {
        byte[] bytes = line.getBytes(UTF_8);

        assertThat(scanner.parse(bytes, 0, bytes.length, RECEIVED, 0))
                .isNotNull()
                .isEqualTo(parser.parse(bytes, 0, bytes.length, RECEIVED, 0));
    }

    @Test
    void leavesWhatHasRulesOfItsOwn() {
        assertThat(scan("{\"message\":\"" + "x".repeat(300_000) + "\"}")).isNull();
        assertThat(scan("{\"" + "n".repeat(2_000) + "\":1}")).isNull();
        assertThat(scan("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}")).isNull();
        assertThat(scan("{\"a\":" + "1".repeat(200) + "}")).isNull();
        assertThat(scan("{\"a\":\"" + "x".repeat(200_000) + "\"}")).isNotNull();
        assertThat(scan("{\"a\":1}")).isNotNull();
    }

    private @Nullable LogRecord scan(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        return scanner.parse(bytes, 0, bytes.length, RECEIVED, 0);
    }

    private static String object(RandomGenerator random, int depth) {
        StringBuilder text = new StringBuilder(blank(random)).append('{');
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ",").append(blank(random));
            text.append('"').append(one(random, NAMES)).append('"').append(blank(random));
            text.append(':').append(blank(random)).append(value(random, depth + 1));
            text.append(blank(random));
        }
        return text.append('}').append(blank(random)).toString();
    }

    private static String value(RandomGenerator random, int depth) {
        int kind = depth > 3 ? 9 : random.nextInt(10);
        if (kind == 0) {
            return object(random, depth);
        }
        if (kind == 1) {
            int count = random.nextInt(4);
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? "" : ",").append(value(random, depth + 1));
            }
            return text.append(blank(random)).append(']').toString();
        }
        // Most of the scalars at the beginning are well formed.
        return random.nextInt(3) == 0 ? one(random, SCALARS) : "\"v" + random.nextInt(99) + "\"";
    }

    private static String blank(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> " ";
            case 1 -> "\t ";
            default -> "";
        };
    }

    private static String one(RandomGenerator random, List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
