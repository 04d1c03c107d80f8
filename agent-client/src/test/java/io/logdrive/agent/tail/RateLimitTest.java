package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class RateLimitTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> log = new ArrayList<>();
    private final TailEvents events = new TailEvents(log::add);
    private final RateLimit limit = new RateLimit("web", 10, nanos::get);

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        limit.look(events);
    }

    private static TailedFile file(String name) {
        CutConfig cut = new CutConfig(UTF_8, 1_024, null, 1, Duration.ofSeconds(1));
        InputConfig config = new InputConfig(List.of(), List.of(), false, cut, Leaving.PLAIN);
        FileMark mark =
                new FileMark(
                        UUID.randomUUID(),
                        new FileId(1, 1),
                        Path.of(name),
                        Fingerprint.EMPTY,
                        Mark.start(0),
                        List.of());
        return new TailedFile(mark, new Input("web", config, null), new NoContent());
    }

    /** Nothing. Immutable. */
    private record NoContent() implements Content {
        @Override
        public int read(ByteBuffer into, long offset) {
            return 0;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void filesWithoutATokenAreHeldAndHaveTheirTurnInOrder() {
        TailedFile greedy = file("/greedy");
        TailedFile next = file("/next");
        assertThat(limit.take(greedy, 50)).isEqualTo(10);

        assertThat(limit.take(greedy, 50)).isZero();
        assertThat(limit.take(next, 50)).isZero();
        assertThat(greedy.turn().get()).isEqualTo(TailedFile.Turn.HELD);
        assertThat(limit.release(4)).isEmpty();
        pass(300);
        assertThat(limit.release(1)).containsExactly(greedy);
        assertThat(limit.take(greedy, 50)).isEqualTo(3);
        assertThat(limit.take(greedy, 50)).isZero();
        pass(300);

        assertThat(limit.release(1)).containsExactly(next);
        assertThat(limit.take(next, 2)).isEqualTo(2);
    }

    @Test
    void nobodyGoesBeforeThoseThatAreHeld() {
        TailedFile held = file("/held");
        TailedFile late = file("/late");
        limit.take(held, 50);
        limit.take(held, 50);
        pass(500);

        assertThat(limit.take(late, 50)).isZero();
        assertThat(limit.release(4)).containsExactly(held, late);
        assertThat(limit.take(held, 3)).isEqualTo(3);
        assertThat(limit.take(late, 50)).isEqualTo(2);
    }

    @Test
    void saysWhenItBeginsEachMinuteAndWhenItEnds() {
        TailedFile file = file("/a");
        limit.take(file, 10);
        pass(50);
        assertThat(log).isEmpty();

        limit.take(file, 10);
        pass(50);
        for (int i = 0; i < 61; i++) {
            pass(1_000);
        }
        limit.release(1);
        limit.take(file, 10);
        pass(500);
        assertThat(log).hasSize(2);
        pass(600);

        assertThat(log)
                .containsExactly(
                        "input-limited input=web rate-max=10",
                        "input-limited input=web rate-max=10 held-seconds=60",
                        "input-unlimited input=web rate-max=10 held-seconds=61");
        assertThat(events.heldNanos("web")).isEqualTo(TimeUnit.SECONDS.toNanos(61));
        assertThat(events.heldNanos("other")).isZero();
    }
}
