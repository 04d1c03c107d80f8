package io.logdrive.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.figures.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresResourceTest {
    @Test
    void takesALimitOfOriginsAndNothingElseForOne() {
        assertThat(FiguresResource.limit(null)).isEqualTo(1_000);
        assertThat(FiguresResource.limit(List.of("1"))).isEqualTo(1);
        assertThat(FiguresResource.limit(List.of("10000"))).isEqualTo(10_000);
        for (String wrong : List.of("0", "10001", "9999999999", "-1", "x", "")) {
            assertThat(FiguresResource.limit(List.of(wrong))).isZero();
        }
        assertThat(FiguresResource.limit(List.of("1", "2"))).isZero();
    }

    @Test
    void knowsTheSpansThereAre() {
        assertThat(FiguresResource.span(null)).isEqualTo(Span.FIVE_MINUTES);
        assertThat(FiguresResource.span(List.of("1h"))).isEqualTo(Span.HOUR);
        assertThat(FiguresResource.span(List.of("6h"))).isNull();
        assertThat(FiguresResource.span(List.of("5m", "1h"))).isNull();
    }
}
