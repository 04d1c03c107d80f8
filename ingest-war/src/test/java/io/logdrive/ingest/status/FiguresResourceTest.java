package io.logdrive.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.figures.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresResourceTest {
    @Test
    void knowsTheSpansThereAre() {
        assertThat(FiguresResource.span(null)).isEqualTo(Span.FIVE_MINUTES);
        assertThat(FiguresResource.span(List.of("1h"))).isEqualTo(Span.HOUR);
        assertThat(FiguresResource.span(List.of("6h"))).isNull();
        assertThat(FiguresResource.span(List.of("5m", "1h"))).isNull();
    }
}
