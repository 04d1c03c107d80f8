package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("query", "level", "minLevel", "format");

    @Test
    void findsTheLeastDistanceAndOfSeveralTheFirst() {
        assertThat(NearestName.of("levle", KNOWN)).isEqualTo("level");
        assertThat(NearestName.of("b", List.of("c", "a"))).isEqualTo("a");
    }

    @Test
    void proposesASlipOfThePen() {
        assertThat(NearestName.hint("levle", KNOWN)).isEqualTo("nearest: level");
        assertThat(NearestName.hint("minlevel", KNOWN)).isEqualTo("nearest: minLevel");
        assertThat(NearestName.hint("queri", KNOWN)).isEqualTo("nearest: query");
    }

    @Test
    void listsAllWhereNoneIsNear() {
        assertThat(NearestName.hint("limit", KNOWN))
                .isEqualTo("one of format, level, minLevel, query");
        assertThat(NearestName.hint("q", KNOWN)).isEqualTo("one of format, level, minLevel, query");
    }
}
