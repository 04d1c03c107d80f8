package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flame graphs of the JDK's own recordings. */
class FlameGraphTest {
    @TempDir Path folder;

    @Test
    void showsWhereTheTimeWent() throws Exception {
        Path html = folder.resolve("a.html");

        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            assertThat(spin(Duration.ofSeconds(2))).isNotNegative();
            recording.stop();
            recording.dump(folder.resolve("a.jfr"));
        }
        FlameGraph.write(folder.resolve("a.jfr"), html, "Logdrive, all");

        assertThat(Files.readString(html))
                .contains("Logdrive, all", "FlameGraphTest.showsWhereTheTimeWent");
    }

    @Test
    void refusesARecordingWithoutSamples() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            recording.stop();
            recording.dump(folder.resolve("b.jfr"));
        }

        assertThatThrownBy(
                        () ->
                                FlameGraph.write(
                                        folder.resolve("b.jfr"), folder.resolve("b.html"), "none"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("flame graph: expected samples in ");
    }

    private static long spin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long rounds = 0;
        while (System.nanoTime() < end) {
            rounds++;
        }
        return rounds;
    }
}
