package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void countsTheWorkOfItsThreadAndNotTheTimeThatOthersTake() throws Exception {
        Deadline deadline = Deadline.ofCpu(Duration.ofMillis(50));
        long begin = System.nanoTime();
        Thread other = new Thread(() -> use(Deadline.ofCpu(Duration.ofMillis(200))));
        other.start();
        other.join();

        assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(100).toNanos());
        assertThatCode(deadline::check).doesNotThrowAnyException();

        use(deadline);
        assertThatThrownBy(deadline::check)
                .isInstanceOf(StoreException.Timeout.class)
                .hasMessageContaining("within 50 ms");
    }

    @Test
    void isOverAsSoonAsNobodyWaits() {
        Ending ending = new Ending();
        Deadline deadline = Deadline.in(Duration.ofMinutes(10)).until(ending);
        deadline.check();
        assertThat(deadline.leftNanos()).isPositive();

        ending.end();

        assertThat(deadline.leftNanos()).isZero();
        assertThatThrownBy(deadline::check)
                .isInstanceOf(StoreException.Ended.class)
                .hasMessage("query: ended by who asked");
        assertThat(deadline.exceeded(null)).isInstanceOf(StoreException.Ended.class);
    }

    private static void use(Deadline deadline) {
        while (deadline.leftNanos() > 0) {
            Thread.onSpinWait();
        }
    }
}
