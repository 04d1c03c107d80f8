package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextsTest {
    @Test
    void isNullForNoTexts() {
        assertThat(JsonTexts.arrayOrNull(List.of())).isNull();
    }

    @Test
    void quotesWhatJsonQuotes() {
        assertThat(JsonTexts.arrayOrNull(List.of("a", "b\"c", "d\\\n", "é")))
                .isEqualTo("[\"a\",\"b\\\"c\",\"d\\\\\\n\",\"é\"]");
    }
}
