package io.logdrive.payara.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentTotalsTest {
    private final RecentTotals totals = new RecentTotals(0);

    @Test
    void isTheMeanOfTheLastTenLooks() {
        assertThat(totals.perSecond()).isZero();
        look(1, 300);
        assertThat(totals.perSecond()).isEqualTo(300);
        for (int second = 2; second <= 10; second++) {
            look(second, 300);
        }
        assertThat(totals.perSecond()).isEqualTo(30);
        look(11, 310);
        assertThat(totals.perSecond()).isEqualTo(1);
    }

    @Test
    void countsTheTimeThatPassed() {
        look(4, 100);

        assertThat(totals.perSecond()).isEqualTo(25);
    }

    private void look(int second, long total) {
        totals.look(total, TimeUnit.SECONDS.toNanos(second));
    }
}
