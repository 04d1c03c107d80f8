package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final String REFUSED =
            "after: expected a cursor of an answer to this search, found another text, or a cursor"
                    + " of other filters";
    private final Cursor cursor = new Cursor(new Range(5L, 99L), new Position(42, 7));

    @Test
    void comesBackAsItWas() {
        Cursor unbounded = new Cursor(new Range(null, Long.MAX_VALUE), new Position(-1, 1));

        assertThat(Cursor.of("after", cursor.text("f"), "f")).isEqualTo(cursor);
        assertThat(Cursor.of("after", unbounded.text("f"), "f")).isEqualTo(unbounded);
    }

    @Test
    void needsNoEscapingInAUri() {
        assertThat(cursor.text("f")).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void isRefusedWithOtherFilters() {
        String text = cursor.text("level=4:info");

        assertThatThrownBy(() -> Cursor.of("after", text, "level=4:warn")).hasMessage(REFUSED);
    }

    @Test
    void isRefusedWhenAnyCharacterWasChanged() {
        String text = cursor.text("f");

        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            if (i < text.length() - 1) {
                assertThatThrownBy(() -> Cursor.of("after", changed, "f")).hasMessage(REFUSED);
            }
        }
    }

    @Test
    void isRefusedWhenItIsNone() {
        for (String text : new String[] {"", "x", "!!!", "AAAA", "%00"}) {
            assertThatThrownBy(() -> Cursor.of("after", text, "f")).hasMessage(REFUSED);
        }
    }
}
