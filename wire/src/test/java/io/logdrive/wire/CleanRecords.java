package io.logdrive.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds of each record, whatever it was made of (RELIABILITY M3). */
final class CleanRecords {
    private CleanRecords() {}

    /**
     * Checks one.
     *
     * @throws AssertionError when a text of it fits no database, or it does not come through a
     *     batch as it is
     */
    static void check(LogRecord found) {
        checkText(found.body());
        checkText(found.service());
        checkText(found.host());
        checkText(found.fields());
        found.tags().forEach(CleanRecords::checkText);
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(found);
        List<LogRecord> back = new ArrayList<>();
        new RecordDecoder().decodeBatch(encoder.take(), entry -> back.add(entry.decoded()));
        if (!back.equals(List.of(found))) {
            throw new AssertionError("record: expected " + found + ", found " + back);
        }
    }

    private static void checkText(@Nullable String text) {
        if (text == null) {
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                throw new AssertionError("text: found " + Integer.toHexString(c) + " at " + i);
            }
            i += pair ? 1 : 0;
        }
    }
}
