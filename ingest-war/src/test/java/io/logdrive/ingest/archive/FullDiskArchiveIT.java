package io.logdrive.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.consume.LoopFixture;
import io.logdrive.ingest.consume.RealDisk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.SmallDisk;
import io.logdrive.wire.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real full disk beneath the archive alone. */
class FullDiskArchiveIT {
    private static final Origin ORIGIN = Chunks.origin(1);
    private static final String PAD = "x".repeat(1_000);
    private static final int LINES = 100;

    @TempDir private Path folder;
    private SmallDisk disk;
    private int next;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = SmallDisk.mount(folder.resolve("disk"), 16);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        disk.unmount();
    }

    @Test
    void stopsBelowItsReserveSaysSoAndGoesOnByItself() throws Exception {
        LoopFixture loop = loop("4MiB", "none");
        put(loop, 10);
        loop.awaitEmpty();
        disk.fill(4 << 20);
        put(loop, 10);

        await().until(() -> loop.state().equals("waiting-for-disk"));
        assertThat(loop.reason())
                .matches(
                        "disk: expected 4194304 bytes free in .*/disk/files, found \\d+; make room"
                                + " there, or lower disk-free-min");
        assertThat(disk.free()).as("what is left").isGreaterThan(3 << 20);

        disk.empty();
        loop.awaitEmpty();
        assertThat(loop.state()).isEqualTo("running");
        loop.stop();
        assertThat(sequences()).isEqualTo(numbers(next));
    }

    /** Without a reserve the disk itself says no, in the middle of a write or of a compression. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void losesAndDoublesNothingWhenItIsFullToTheBrim(String compression) throws Exception {
        LoopFixture loop = loop("0", compression);
        put(loop, 5);
        loop.awaitEmpty();

        for (int round = 0; round < 4; round++) {
            disk.fill(round * 70_000L);
            put(loop, 10);
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    loop.state().equals("waiting-for-disk")
                                            || loop.state().equals("retrying"));
            disk.empty();
            loop.awaitEmpty();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> isTidy(compression));
        loop.stop();

        assertThat(sequences()).isEqualTo(numbers(next));
    }

    private boolean isTidy(String compression) throws IOException {
        return compression.equals("none")
                || ArchivedLines.files(files()).stream()
                        .map(Path::toString)
                        .allMatch(name -> name.endsWith(".gz") || name.endsWith(".part"));
    }

    private LoopFixture loop(String reserve, String compression) {
        FileArchive archive =
                LoopFixture.configured(
                        new FileArchive(),
                        Map.of(
                                "directory",
                                files().toString(),
                                "rotate-bytes",
                                "256KiB",
                                "compression",
                                compression,
                                "disk-free-min",
                                reserve));
        return new LoopFixture(archive, folder, new RealDisk(), 200_000);
    }

    private void put(LoopFixture loop, int chunks) {
        for (int i = 0; i < chunks; i++) {
            StringBuilder body = new StringBuilder();
            for (int line = next; line < next + LINES; line++) {
                body.append(line).append(' ').append(PAD).append('\n');
            }
            loop.put(Chunks.of(ORIGIN, next, LINES, body.toString()));
            next += LINES;
        }
    }

    private List<Integer> sequences() throws IOException {
        List<Integer> found = new ArrayList<>();
        for (String line : ArchivedLines.in(files())) {
            found.add(Integer.valueOf(line.replaceAll(".*\"sequence\":(\\d+),.*", "$1")));
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

    private Path files() {
        return folder.resolve("disk").resolve("files");
    }
}
