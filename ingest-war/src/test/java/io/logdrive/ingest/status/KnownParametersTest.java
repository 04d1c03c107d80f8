package io.logdrive.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownParametersTest {
    @Test
    void proposesOnlyWhatIsNear() {
        Set<String> known = Set.of("limit", "before");

        assertThat(KnownParameters.detail("limt", known))
                .isEqualTo(
                        "parameter limt: expected a known one (nearest: limit), found an unknown"
                                + " one");
        assertThat(KnownParameters.detail("x", known))
                .isEqualTo(
                        "parameter x: expected a known one (one of before, limit), found an unknown"
                                + " one");
        assertThat(KnownParameters.detail("x", Set.of()))
                .isEqualTo("parameter x: expected no parameter, found an unknown one");
    }
}
