package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Confined to the test's thread. */
@Timeout(30)
class PipeTest {
    private static final CutConfig CUT =
            new CutConfig(UTF_8, 2_048, null, 1, Duration.ofMillis(200));

    private final RecordingSink sink = new RecordingSink(true);
    private final Pipe pipe = new Pipe(CUT, Leaving.PLAIN, "app", sink, () -> 1_000_000L);

    private static InputStream lines(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void whatFailsInTheThreadThatReadsIsNotTakenForTheEnd() {
        assertThatThrownBy(
                        () ->
                                pipe.run(
                                        lines("one\n"),
                                        (bytes, count) -> {
                                            throw new StackOverflowError("deep");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pipe: expected to go on, found java.lang.StackOverflowError: deep");
    }

    @Test
    void readsNoFurtherWhenTheSinkTakesNoMore() throws Exception {
        Pipe refused = new Pipe(CUT, Leaving.PLAIN, "app", chunk -> false, () -> 1_000_000L);

        refused.run(
                new SequenceInputStream(lines("one\ntwo\n"), new Silence()), (bytes, count) -> {});

        assertThat(refused.events()).isZero();
    }

    /** Never has anything, and says when it is asked. Confined to its test. */
    private static final class Silence extends InputStream {
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public int read() {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            return read();
        }
    }

    @Test
    void whoStopsItGetsWhatWasRead() throws Exception {
        Silence silence = new Silence();
        Thread stops =
                new Thread(
                        () -> {
                            try {
                                silence.asked.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            pipe.stop();
                        });
        stops.start();

        pipe.run(
                new SequenceInputStream(lines("one\ntwo\nlast without newline"), silence),
                (bytes, count) -> {});

        assertThat(sink.texts()).containsExactly("one", "two", "last without newline");
        assertThat(pipe.events()).isEqualTo(3);
        stops.join();
    }
}
