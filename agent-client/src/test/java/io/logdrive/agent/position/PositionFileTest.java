package io.logdrive.agent.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.agent.send.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The position in a real file. Confined to the test's thread. */
class PositionFileTest {
    @TempDir Path directory;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("position");
    }

    private List<SourceMark> marks() throws IOException {
        return PositionText.read(Files.readString(path));
    }

    private static void attempt(PositionFile file, int index, long end) throws IOException {
        file.position(index).attempt(end);
    }

    @Test
    void begunFileHasAnOriginForEachSourceAndKeepsIt() throws IOException {
        UUID first;
        try (PositionFile file = PositionFile.open(path, List.of("a", "b"))) {
            first = file.origin(0);
            assertThat(first).isNotEqualTo(file.origin(1));
            assertThat(file.position(0).start()).isZero();
            assertThat(marks()).hasSize(2);
        }

        try (PositionFile file = PositionFile.open(path, List.of("a", "b"))) {
            assertThat(file.origin(0)).isEqualTo(first);
        }
    }

    @Test
    void attemptsAreInTheFileBeforeTheyAreMadeAndInSteps() throws IOException {
        try (PositionFile file = PositionFile.open(path, List.of("a", "b"))) {
            attempt(file, 1, 1);
            assertThat(marks().get(1).attempted()).isEqualTo(10_000);
            assertThat(marks().get(0).attempted()).isZero();

            byte[] before = Files.readAllBytes(path);
            attempt(file, 1, 10_000);
            assertThat(Files.readAllBytes(path)).isEqualTo(before);

            attempt(file, 1, 10_001);
            assertThat(marks().get(1).attempted()).isGreaterThanOrEqualTo(20_000);

            attempt(file, 1, 9_000_000);
            assertThat(marks().get(1).attempted()).isEqualTo(9_000_000);
        }
    }

    @Test
    void acknowledgedLinesAreWhereTheNextRunBegins() throws IOException {
        try (PositionFile file = PositionFile.open(path, List.of("a"))) {
            attempt(file, 0, 500);
            file.position(0).acknowledge(300);
            file.position(0).acknowledge(200);
        }

        assertThat(marks()).extracting(SourceMark::acknowledged).containsExactly(300L);
        try (PositionFile file = PositionFile.open(path, List.of("a"))) {
            Position position = file.position(0);
            assertThat(position.start()).isEqualTo(300);
            assertThat(marks().get(0).attempted()).isEqualTo(10_000);
        }
    }

    @Test
    void acknowledgedLinesComeIntoTheFileWithoutAClose() throws Exception {
        try (PositionFile file = PositionFile.open(path, List.of("a"))) {
            attempt(file, 0, 500);
            file.position(0).acknowledge(300);

            long end = System.nanoTime() + 60_000_000_000L;
            while (marks().get(0).acknowledged() != 300) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void leftOverTemporaryFileIsOfNoConsequence() throws IOException {
        Files.writeString(Path.of(path + ".tmp"), "half of it");

        try (PositionFile file = PositionFile.open(path, List.of("a"))) {
            attempt(file, 0, 1);
        }

        assertThat(marks()).hasSize(1);
        assertThat(Path.of(path + ".tmp")).doesNotExist();
    }

    @Test
    void fileCutAnywhereOrWithABitFlippedIsRefused() throws IOException {
        try (PositionFile file = PositionFile.open(path, List.of("a", "b"))) {
            attempt(file, 0, 1);
        }
        byte[] whole = Files.readAllBytes(path);
        for (int i = 0; i < whole.length; i++) {
            assertRefused(java.util.Arrays.copyOf(whole, i));
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            assertRefused(flipped);
        }
    }

    private void assertRefused(byte[] content) throws IOException {
        Files.write(path, content);
        assertThatThrownBy(() -> PositionFile.open(path, List.of("a", "b")))
                .isInstanceOf(PositionException.class)
                .hasMessageStartingWith("--position: expected a position file, found ")
                .hasMessageContaining("Put back a copy of it, or move it away");
        assertThat(Files.readAllBytes(path)).as("left as it is").isEqualTo(content);
    }

    @Test
    void otherSourcesAreRefused() throws IOException {
        PositionFile.open(path, List.of("a", "b")).close();

        assertThatThrownBy(() -> PositionFile.open(path, List.of("a")))
                .isInstanceOf(PositionException.class)
                .hasMessage(
                        "--position: expected "
                                + path
                                + " to be of the sources a, found a, b. Give --numbered and"
                                + " --connections as they were, or another file");
    }

    @Test
    void fileInUseIsRefused() throws IOException {
        try (PositionFile file = PositionFile.open(path, List.of("a"))) {
            assertThat(file.position(0).start()).isZero();
            assertThatThrownBy(() -> PositionFile.open(path, List.of("a")))
                    .isInstanceOf(PositionException.class)
                    .hasMessageContaining("another agent uses it");
        }
    }

    @Test
    void placeThatCannotBeWrittenIsRefused() {
        Path nowhere = directory.resolve("missing").resolve("position");

        assertThatThrownBy(() -> PositionFile.open(nowhere, List.of("a")))
                .isInstanceOf(PositionException.class)
                .hasMessageStartingWith(
                        "--position: expected a file that can be written, found " + nowhere);
    }
}
