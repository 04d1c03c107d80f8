package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationBaselineTest {
    @TempDir Path folder;

    @Test
    void readsWhatItWrote() throws Exception {
        Path file = folder.resolve("baseline");
        AllocationBaseline baseline = AllocationBaseline.of(Map.of("A.one", 264.2, "B.two", 0.0));

        baseline.write(file);

        assertThat(AllocationBaseline.read(file)).isEqualTo(baseline);
        assertThat(baseline.bytes()).containsEntry("A.one", 264L);
    }

    @Test
    void namesWhatTakesMoreAndWhatIsNew() {
        AllocationBaseline baseline =
                AllocationBaseline.of(Map.of("A.same", 264.0, "A.none", 0.0, "A.more", 100.0));

        assertThat(baseline.problems(Map.of("A.same", 290.0, "A.none", 8.0))).isEmpty();
        assertThat(baseline.problems(Map.of("A.more", 119.0, "A.new", 1.0)))
                .containsExactly(
                        "A.more: expected about 100 bytes of heap for each, found 119",
                        "A.new: expected in the baseline, found it missing there");
    }

    @Test
    void refusesWhatIsNoNumber() throws Exception {
        Path file = Files.writeString(folder.resolve("baseline"), "A.one=many\n");

        assertThatThrownBy(() -> AllocationBaseline.read(file))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageEndingWith("A.one: expected bytes, found a text that is no number");
    }
}
