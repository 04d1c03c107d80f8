package io.logdrive.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.consume.Disk;
import io.logdrive.ingest.consume.FailingDisk;
import io.logdrive.ingest.consume.LoopFixture;
import io.logdrive.ingest.consume.RealDisk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.wire.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileArchiveTest {
    private static final Origin ONE = Chunks.origin(1);
    private static final Origin OTHER = Chunks.origin(2);
    private static final String PAD = "x".repeat(1_000);

    @TempDir private Path folder;

    @Test
    void writesEachRecordOnceInTheOrderOfItsOrigin() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of());
        for (int i = 0; i < 30; i++) {
            put(loop, ONE, i * 10, 10);
            put(loop, OTHER, i * 10, 10);
        }
        loop.awaitEmpty();
        loop.stop();

        assertThat(sequences(ONE)).isEqualTo(numbers(300));
        assertThat(sequences(OTHER)).isEqualTo(numbers(300));
        assertThat(loop.counted("lines")).isEqualTo(600);
    }

    @Test
    void writesWhatTheDestinationShows() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of());
        loop.put(
                Chunks.of(
                        ONE,
                        7,
                        1,
                        "{\"time\":\"2026-11-22T12:00:00.5Z\",\"level\":\"warn\","
                                + "\"service\":\"pay\",\"message\":\"a \\\"b\\\"\\n\\u00e4\","
                                + "\"user\":1}\n"));
        loop.awaitEmpty();
        loop.stop();

        assertThat(ArchivedLines.in(files()))
                .containsExactly(
                        "{\"time\":\"2026-11-22T12:00:00.500000Z\","
                                + "\"received\":\"2023-11-14T22:13:20.000000Z\",\"level\":\"WARN\","
                                + "\"service\":\"pay\","
                                + "\"origin\":\"00000000-0000-0000-0000-000000000001\","
                                + "\"sequence\":7,\"message\":\"a \\\"b\\\"\\n\u00e4\","
                                + "\"fields\":{\"user\":1}}");
    }

    @Test
    void rotatesAtTheSizeAndNeverWritesALargerFile() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of("rotate-bytes", "64KiB"));
        for (int i = 0; i < 40; i++) {
            put(loop, ONE, i * 10, 10);
        }
        loop.awaitEmpty();
        loop.stop();

        List<Path> files = ArchivedLines.files(files());
        assertThat(files).hasSizeGreaterThan(6);
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(64 << 10);
        }
        for (Path full : files.subList(0, files.size() - 1)) {
            assertThat(Files.size(full)).isGreaterThan(62 << 10);
            assertThat(full.toString()).endsWith(".jsonl");
        }
        assertThat(files.get(files.size() - 1).toString()).endsWith(".jsonl.part");
        assertThat(sequences(ONE)).isEqualTo(numbers(400));
    }

    @Test
    void rotatesByAgeThoughNothingComes() throws Exception {
        AtomicLong now = new AtomicLong();
        FileArchive archive = archive(new RealDisk(), clock(now), Map.of("rotate-age", "PT1M"));
        LoopFixture loop = new LoopFixture(archive, folder, new RealDisk(), 1);
        put(loop, ONE, 0, 5);
        loop.awaitEmpty();
        assertThat(names()).containsExactly("logdrive-1970-01-01T00-00-00.000Z-000001.jsonl.part");

        // Also over a restart: its age is in its name.
        loop.stop();
        loop = new LoopFixture(archive, folder, new RealDisk(), 1);
        now.set(60_000);

        await().until(
                        () ->
                                names().equals(
                                                List.of(
                                                        "logdrive-1970-01-01T00-00-00.000Z"
                                                                + "-000001.jsonl")));
        put(loop, ONE, 5, 5);
        loop.awaitEmpty();
        loop.stop();
        assertThat(names())
                .containsExactly(
                        "logdrive-1970-01-01T00-00-00.000Z-000001.jsonl",
                        "logdrive-1970-01-01T00-01-00.000Z-000002.jsonl.part");
        assertThat(sequences(ONE)).isEqualTo(numbers(10));
    }

    @ParameterizedTest
    @CsvSource({"gzip,.gz", "zstd,.zst"})
    void compressesFullFiles(String compression, String ending) throws Exception {
        LoopFixture loop =
                loop(new RealDisk(), Map.of("rotate-bytes", "64KiB", "compression", compression));
        for (int i = 0; i < 40; i++) {
            put(loop, ONE, i * 10, 10);
        }
        loop.awaitEmpty();
        await().until(
                        () ->
                                names().stream()
                                        .allMatch(n -> n.endsWith(ending) || n.endsWith(".part")));
        loop.stop();

        assertThat(names()).hasSizeGreaterThan(6);
        assertThat(sequences(ONE)).isEqualTo(numbers(400));
    }

    @Test
    void dropsWhatComesAgainAlsoInPartAndAfterARestart() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of());
        put(loop, ONE, 0, 10);
        put(loop, ONE, 0, 10);
        put(loop, ONE, 5, 10);
        loop.awaitEmpty();
        loop.stop();

        LoopFixture again = loop(new RealDisk(), Map.of());
        put(again, ONE, 10, 10);
        again.awaitEmpty();
        again.stop();

        assertThat(sequences(ONE)).isEqualTo(numbers(20));
        assertThat(loop.counted("duplicate.lines")).isEqualTo(15);
        assertThat(again.counted("duplicate.lines")).isEqualTo(5);
    }

    /** Whatever call to the disk fails, and where in its way a write does. */
    @Test
    void holdsEachLineOnceWhicheverCallToTheDiskFails() throws Exception {
        int failing = 1;
        for (boolean failed = true; failed; failing++) {
            Path place = Files.createDirectories(folder.resolve("run-" + failing));
            FailingDisk disk = new FailingDisk(failing);
            FileArchive archive =
                    LoopFixture.configured(
                            new FileArchive(disk, Clock.systemUTC()),
                            Map.of(
                                    "directory",
                                    place.resolve("files").toString(),
                                    "rotate-bytes",
                                    "64KiB",
                                    "compression",
                                    "gzip",
                                    "disk-free-min",
                                    "0"));
            LoopFixture loop = new LoopFixture(archive, place, disk, 20_000);
            for (int i = 0; i < 20; i++) {
                put(loop, ONE, i * 10, 10);
            }
            loop.awaitEmpty();
            loop.stop();

            // What was to be compressed is, at the latest after the next start.
            FileArchive after =
                    LoopFixture.configured(
                            new FileArchive(new RealDisk(), Clock.systemUTC()),
                            Map.of(
                                    "directory",
                                    place.resolve("files").toString(),
                                    "rotate-bytes",
                                    "64KiB",
                                    "compression",
                                    "gzip",
                                    "disk-free-min",
                                    "0"));
            LoopFixture last = new LoopFixture(after, place, new RealDisk(), 20_000);
            put(last, ONE, 190, 20);
            last.awaitEmpty();
            await().until(() -> isTidy(place.resolve("files")));
            last.stop();

            assertThat(sequences(ArchivedLines.in(place.resolve("files")), ONE))
                    .as("call %d failed: %s", failing, disk.failed())
                    .isEqualTo(numbers(210));
            failed = !disk.failed().isEmpty();
        }
        assertThat(failing).as("calls that were tried").isGreaterThan(40);
    }

    @Test
    void keepsAFileWhosePositionNobodyKnows() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of());
        put(loop, ONE, 0, 10);
        loop.awaitEmpty();
        loop.stop();
        Files.delete(folder.resolve("consumers").resolve("test").resolve("journal"));

        LoopFixture again = loop(new RealDisk(), Map.of());
        put(again, ONE, 10, 10);
        again.awaitEmpty();
        again.stop();

        assertThat(names()).hasSize(2);
        assertThat(names().get(0)).endsWith("-000001.jsonl");
        assertThat(names().get(1)).endsWith("-000002.jsonl.part");
        assertThat(sequences(ONE)).isEqualTo(numbers(20));
    }

    @Test
    void goesOnWhenSomebodyDeletedTheFileThatItWasWriting() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of());
        put(loop, ONE, 0, 10);
        loop.awaitEmpty();
        loop.stop();
        for (Path file : ArchivedLines.files(files())) {
            Files.delete(file);
        }

        LoopFixture again = loop(new RealDisk(), Map.of());
        put(again, ONE, 10, 10);
        again.awaitEmpty();
        again.stop();

        assertThat(sequences(ONE)).isEqualTo(numbers(20).subList(10, 20));
    }

    @Test
    void refusesToWriteWhereAnotherArchiveDoes() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of());
        await().until(() -> loop.state().equals("running"));
        LoopFixture other =
                new LoopFixture(
                        archive(new RealDisk(), Clock.systemUTC(), Map.of()),
                        folder.resolve("other"),
                        new RealDisk(),
                        1);

        await().until(() -> other.state().equals("retrying"));
        assertThat(other.reason())
                .isEqualTo(
                        "java.io.IOException: archive "
                                + files()
                                + ": expected no other archive with the prefix logdrive there,"
                                + " found one");
        loop.stop();
        await().until(() -> other.state().equals("running"));
        other.stop();
    }

    @Test
    void keepsNoMoreFilesThanItMay() throws Exception {
        LoopFixture loop =
                loop(new RealDisk(), Map.of("rotate-bytes", "64KiB", "keep-bytes", "200KiB"));
        for (int i = 0; i < 100; i++) {
            put(loop, ONE, i * 10, 10);
        }
        loop.awaitEmpty();

        // The file that is being written may have grown since the last look, ten seconds ago.
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            long bytes = 0;
                            for (Path file : ArchivedLines.files(files())) {
                                bytes += Files.size(file);
                            }
                            return bytes <= 200 << 10;
                        });
        loop.stop();
        List<Integer> kept = sequences(ONE);
        assertThat(kept).isEqualTo(numbers(1_000).subList(1_000 - kept.size(), 1_000));
        assertThat(kept).hasSizeGreaterThan(60);
    }

    @Test
    void keepsNoFileForLongerThanItMay() throws Exception {
        LoopFixture loop = loop(new RealDisk(), Map.of("rotate-bytes", "64KiB"));
        for (int i = 0; i < 20; i++) {
            put(loop, ONE, i * 10, 10);
        }
        loop.awaitEmpty();
        loop.stop();
        List<Path> files = ArchivedLines.files(files());
        Files.setLastModifiedTime(files.get(0), FileTime.from(Instant.now().minusSeconds(7_200)));
        // Also the one that is being written, which must stay.
        Path open = files.get(files.size() - 1);
        Files.setLastModifiedTime(open, FileTime.from(Instant.now().minusSeconds(7_200)));

        LoopFixture again =
                loop(new RealDisk(), Map.of("rotate-bytes", "64KiB", "keep-age", "PT1H"));
        await().until(() -> !Files.exists(files.get(0)));
        again.stop();

        assertThat(ArchivedLines.files(files())).isEqualTo(files.subList(1, files.size()));
    }

    private static boolean isTidy(Path folder) throws IOException {
        return ArchivedLines.files(folder).stream()
                .map(Path::toString)
                .allMatch(n -> n.endsWith(".gz") || n.endsWith(".part"));
    }

    private LoopFixture loop(Disk disk, Map<String, String> more) {
        return new LoopFixture(archive(disk, Clock.systemUTC(), more), folder, disk, 20_000);
    }

    private FileArchive archive(Disk disk, Clock clock, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("directory", files().toString());
        settings.put("disk-free-min", "0");
        settings.putAll(more);
        return LoopFixture.configured(new FileArchive(disk, clock), settings);
    }

    private static void put(LoopFixture loop, Origin origin, int first, int lines) {
        StringBuilder body = new StringBuilder();
        for (int i = first; i < first + lines; i++) {
            body.append(i).append(' ').append(PAD).append('\n');
        }
        loop.put(Chunks.of(origin, first, lines, body.toString()));
    }

    private List<Integer> sequences(Origin origin) throws IOException {
        return sequences(ArchivedLines.in(files()), origin);
    }

    private static List<Integer> sequences(List<String> lines, Origin origin) {
        List<Integer> found = new ArrayList<>();
        for (String line : lines) {
            if (line.contains("\"origin\":\"" + origin.id() + "\"")) {
                String sequence = line.replaceAll(".*\"sequence\":(\\d+),.*", "$1");
                assertThat(line).contains("\"message\":\"" + sequence + " " + PAD + "\"");
                found.add(Integer.valueOf(sequence));
            }
        }
        return found;
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private List<String> names() throws IOException {
        return ArchivedLines.files(files()).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    private Path files() {
        return folder.resolve("files");
    }

    private static Clock clock(AtomicLong now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now.get());
            }
        };
    }
}
