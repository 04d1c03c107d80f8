package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StagesTest {
    @Test
    void tellsAThreadsStageByTheBeginningOfItsName() {
        assertThat(Stages.of("ingest-listen-1")).isEqualTo("listen");
        assertThat(Stages.of("destination-sto")).isEqualTo("store");
        assertThat(Stages.of("Thread-12 (acti")).isEqualTo("queue: the broker");
        assertThat(Stages.of("http-thread-poo")).isEqualTo("everything else");
    }

    @Test
    void findsANameThatHasBracketsItself() {
        assertThat(Stages.name("123 (Thread-1 (activ) S 1 2")).isEqualTo("Thread-1 (activ");
    }

    @Test
    void sumsUpTheThreadsOfAProcess() throws IOException {
        assertThat(Stages.cpuSeconds(ProcessHandle.current().pid()))
                .containsKeys("listen", "compiler", "everything else")
                .allSatisfy((stage, seconds) -> assertThat(seconds).isNotNegative());
    }
}
