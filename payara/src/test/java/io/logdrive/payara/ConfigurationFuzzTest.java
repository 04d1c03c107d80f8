package io.logdrive.payara;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S4 of RELIABILITY.md: whatever is written in a value or a file, the answer is a sentence. */
class ConfigurationFuzzTest {
    private static final String PREFIX = "logdrive.ingest.";
    private static final List<String> KEYS =
            List.of("text", "number", "bytes", "duration", "flag", "address", "path", "secret");
    private static final List<String> SEEDS =
            List.of("100", "64KiB", "PT10S", "P7D", "true", "127.0.0.1:5170", "[::1]:1", "/tmp/x");
    private static final String LETTERS =
            "0123456789-+.:[]/\\PTSDHMKGiBtruefalse \n\r\t\0\u0130\u0667\ud800\uffff%$";

    @TempDir private Path folder;

    @Test
    void everyValueIsReadOrRefusedInOneSentence() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (Rounds rounds = new Rounds(1_000); rounds.next(); ) {
            Map<String, String> texts = new HashMap<>();
            KEYS.forEach(key -> texts.put(PREFIX + key, value(random)));
            try {
                readAll(Settings.ofMap(texts));
            } catch (ConfigurationException e) {
                assertThat(e.problems())
                        .as("seed %d", seed)
                        .isNotEmpty()
                        .allMatch(
                                problem ->
                                        problem.matches(
                                                "(?s)logdrive\\.ingest\\.[a-z-]+: expected .+,"
                                                        + " found .*"));
            } catch (RuntimeException e) {
                fail("seed " + seed + " " + texts, e);
            }
        }
    }

    @Test
    void everyFileIsReadOrRefusedByItsName() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Path file = folder.resolve("logdrive.properties");
        for (Rounds rounds = new Rounds(200); rounds.next(); ) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            byte[] text = ("logdrive.ingest.text=" + value(random)).getBytes(UTF_8);
            Files.write(file, random.nextBoolean() ? bytes : text);
            try {
                new ConfigurationReader(
                                PREFIX,
                                Settings.of(Map.of(Settings.FILE_KEY, file.toString()), Map.of()))
                        .text("text", "");
            } catch (ConfigurationException e) {
                assertThat(e)
                        .as("seed %d", seed)
                        .hasMessageContaining("expected a readable properties file")
                        .hasMessageContaining(file.toString());
            }
        }
    }

    private static void readAll(Settings settings) {
        ConfigurationReader reader = new ConfigurationReader(PREFIX, settings);
        assertThat(reader.text("text", "x")).isNotNull();
        assertThat(reader.integer("number", 5, 1, 10)).isBetween(1, 10);
        assertThat(reader.bytes("bytes", 1 << 20, 1 << 10, 1 << 30)).isBetween(1L << 10, 1L << 30);
        assertThat(
                        reader.duration(
                                "duration",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofDays(1)))
                .isBetween(Duration.ofSeconds(1), Duration.ofDays(1));
        reader.flag("flag", false);
        assertThat(reader.address("address", "127.0.0.1:1").getPort()).isBetween(0, 65_535);
        assertThat(reader.path("path", "x").isAbsolute()).isTrue();
        assertThat(reader.secret("secret", "")).isNotNull();
        reader.finish();
    }

    /** A value as it could be meant, with some letters changed, or none at all. */
    private static String value(Random random) {
        StringBuilder value = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int change = random.nextInt(4); change > 0; change--) {
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            int at = random.nextInt(value.length() + 1);
            if (random.nextBoolean() && at < value.length()) {
                value.setCharAt(at, letter);
            } else {
                value.insert(at, letter);
            }
        }
        return value.toString();
    }
}
