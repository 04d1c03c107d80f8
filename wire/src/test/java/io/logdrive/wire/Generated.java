package io.logdrive.wire;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random values for round trips. */
final class Generated {
    private static final int[] LENGTHS = {0, 1, 15, 16, 31, 32, 63, 64, 65, 150, 255, 256, 70_000};

    private Generated() {}

    static LogRecord logRecord(Random random) {
        return new LogRecord(
                random.nextLong(TimeText.MICROS_END),
                random.nextBoolean() ? random.nextLong() : random.nextInt(70_000) - 100,
                random.nextBoolean() ? Level.ofNumber(1 + random.nextInt(24)) : null,
                maybe(random),
                maybe(random),
                text(random, LENGTHS[random.nextInt(random.nextInt(20) == 0 ? 13 : 12)]),
                Stream.generate(() -> text(random, 4)).limit(random.nextInt(20)).toList(),
                maybe(random),
                random.nextBoolean() ? 0 : random.nextInt());
    }

    private static @Nullable String maybe(Random random) {
        return random.nextBoolean() ? text(random, random.nextInt(200)) : null;
    }

    /** Clean text of that many code points, of one to four bytes each. */
    static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        boolean ascii = random.nextInt(3) > 0;
        for (int i = 0; i < length; i++) {
            int point =
                    switch (ascii ? 0 : random.nextInt(4)) {
                        case 0 -> 1 + random.nextInt(0x7f);
                        case 1 -> 0x80 + random.nextInt(0x780);
                        case 2 -> random.nextBoolean() ? 0xfffd : 0x800 + random.nextInt(0xd000);
                        default -> 0x10000 + random.nextInt(0x100000);
                    };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    static List<LogRecord> logRecords(Random random, int count) {
        return Stream.generate(() -> logRecord(random)).limit(count).toList();
    }
}
