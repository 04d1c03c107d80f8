package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueDepthTest {
    private static final Chunk CHUNK = Chunks.of(Chunks.origin(1), 0, 3);

    @TempDir private Path folder;
    private QueueDepth depth;

    @BeforeEach
    void open() {
        depth = QueueDepth.open(folder.resolve("data").resolve("depth"));
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void isWhatWasEnqueuedLessWhatWasAcknowledged() {
        depth.addEnqueued(CHUNK);
        depth.addEnqueued(CHUNK);
        depth.addAcknowledged(CHUNK);

        assertThat(depth.snapshot()).isEqualTo(new Volume(1, 3, 9));
        assertThat(depth.enqueued()).isEqualTo(new Volume(2, 6, 18));
        assertThat(depth.acknowledged()).isEqualTo(new Volume(1, 3, 9));
    }

    @Test
    void survivesAReopenWithoutAClose() {
        depth.addEnqueued(CHUNK);
        depth.addEnqueued(CHUNK);
        depth.addAcknowledged(CHUNK);

        open();

        assertThat(depth.snapshot()).isEqualTo(new Volume(1, 3, 9));
        assertThat(depth.enqueued()).isEqualTo(new Volume(2, 6, 18));
    }

    @Test
    void setsADamagedFileAsideAndCountsAnew() throws IOException {
        Path file = folder.resolve("data").resolve("depth");
        depth.addEnqueued(CHUNK);
        Files.write(file, new byte[] {1, 2, 3});

        open();

        assertThat(depth.wasDamaged()).isTrue();
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
        assertThat(file.resolveSibling("depth.damaged")).hasBinaryContent(new byte[] {1, 2, 3});
        Files.write(file, "x".repeat(48).getBytes(US_ASCII));
        open();
        assertThat(depth.wasDamaged()).isTrue();
        open();
        assertThat(depth.wasDamaged()).isFalse();
    }

    @Test
    void saysWhatIsMissingWhenTheQueueIsEmpty() {
        depth.addEnqueued(CHUNK);
        depth.addEnqueued(CHUNK);
        depth.addAcknowledged(CHUNK);

        assertThat(depth.settle()).isEqualTo(new Volume(1, 3, 9));
        assertThat(depth.settle()).isEqualTo(Volume.NONE);
    }

    @Test
    void isNeverNegative() {
        depth.addAcknowledged(CHUNK);

        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void countsFromZeroAgainOnceItIsSettled() {
        depth.addAcknowledged(CHUNK);
        depth.addAcknowledged(CHUNK);
        depth.addEnqueued(CHUNK);

        depth.settle();
        depth.addEnqueued(CHUNK);

        assertThat(depth.snapshot()).isEqualTo(new Volume(1, 3, 9));
        open();
        assertThat(depth.snapshot()).isEqualTo(new Volume(1, 3, 9));
    }

    @Test
    void measuresRatesOverTheSamples() {
        QueueRates rates = new QueueRates(depth);
        assertThat(rates.in()).isZero();

        rates.sample(0);
        assertThat(rates.out()).isZero();
        depth.addEnqueued(CHUNK);
        depth.addEnqueued(CHUNK);
        depth.addAcknowledged(CHUNK);
        rates.sample(TimeUnit.SECONDS.toNanos(2));

        assertThat(rates.in()).isCloseTo(3, within(1e-9));
        assertThat(rates.out()).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void forgetsSamplesOlderThanTen() {
        QueueRates rates = new QueueRates(depth);
        rates.sample(0);
        depth.addEnqueued(CHUNK);
        for (int second = 1; second <= 11; second++) {
            rates.sample(TimeUnit.SECONDS.toNanos(second));
        }

        assertThat(rates.in()).isZero();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToThirtySeconds() {
        assertThat(RetryDelay.millis(1, 0)).isEqualTo(100);
        assertThat(RetryDelay.millis(1, 0.999_999)).isEqualTo(199);
        assertThat(RetryDelay.millis(2, 0)).isEqualTo(200);
        assertThat(RetryDelay.millis(8, 0)).isEqualTo(12_800);
        assertThat(RetryDelay.millis(9, 0)).isEqualTo(15_000);
        assertThat(RetryDelay.millis(Integer.MAX_VALUE, 0.999_999)).isEqualTo(29_999);
    }
}
