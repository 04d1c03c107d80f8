package io.logdrive.ingest.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final Worker worker = new Worker();

    @Test
    void isNobodyUntilItsThreadBegins() throws InterruptedException {
        assertThat(worker.status().id()).isEmpty();
        Thread thread = new Thread(worker::begin, "ingest-test-1");
        thread.start();
        thread.join();

        assertThat(worker.status().id()).isEqualTo("ingest-test-1");
        assertThat(worker.status().state()).isEqualTo("waiting");
    }

    @Test
    void isWhatItSaysAndWhenItSaidSo() {
        long before = System.currentTimeMillis();
        worker.says(WorkerState.HELD);
        worker.carried(3);
        worker.carried(4);

        assertThat(worker.status().state()).isEqualTo("held");
        assertThat(worker.status().lines()).isEqualTo(7);
        assertThat(worker.status().saidMillis()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void saysWhetherItCarriedSinceItSaidSoLast() {
        worker.carried(1);
        worker.saysWhetherItCarried();
        assertThat(worker.status().state()).isEqualTo("running");
        worker.saysWhetherItCarried();
        assertThat(worker.status().state()).isEqualTo("waiting");
    }

    @Test
    void triesAgainWhenThereIsNobodyToAskForMore() {
        worker.asked(true, true);
        assertThat(worker.status().state()).isEqualTo("running");
        worker.asked(false, true);
        assertThat(worker.status().state()).isEqualTo("waiting");
        worker.asked(false, false);
        assertThat(worker.status().state()).isEqualTo("retrying");
    }

    @Test
    void hasARateOverTheLastTenSeconds() {
        long now = System.nanoTime();
        worker.carried(100_000);
        worker.look(now + TimeUnit.SECONDS.toNanos(1_000));

        assertThat(worker.status().linesPerSecond()).isBetween(90.0, 100.0);
    }
}
