package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadTicksTest {
    private final Deque<Runnable> scheduled = new ArrayDeque<>();
    private final List<String> read = new ArrayList<>();
    private final ReadTicks ticks =
            new ReadTicks(
                    (task, delay, unit) -> {
                        assertThat(unit.toMillis(delay)).isEqualTo(ReadTicks.TICK_MILLIS);
                        scheduled.add(task);
                        return task;
                    });

    @Test
    void readsAllThatWaitAtOneTick() {
        ticks.atNext(() -> read.add("a"));
        ticks.atNext(() -> read.add("b"));

        assertThat(read).isEmpty();
        assertThat(scheduled).hasSize(1);
        scheduled.remove().run();

        assertThat(read).containsExactly("a", "b");
        assertThat(scheduled).isEmpty();
    }

    @Test
    void readsAtTheNextTickWhoWaitsAgainWhileATickRuns() {
        ticks.atNext(() -> ticks.atNext(() -> read.add("again")));

        scheduled.remove().run();
        assertThat(read).isEmpty();
        assertThat(scheduled).hasSize(1);
        scheduled.remove().run();

        assertThat(read).containsExactly("again");
        ticks.atNext(() -> read.add("later"));
        scheduled.remove().run();
        assertThat(read).containsExactly("again", "later");
    }
}
