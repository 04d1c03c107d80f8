package io.logdrive.agent.tail;

import java.io.IOException;
import java.io.Serial;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Something to log: a number that no other has, a message of one line or several, and mostly what
 * was thrown, with causes, suppressed ones, and messages of several lines.
 *
 * <p>Immutable.
 */
record Trouble(String message, @Nullable Throwable thrown, boolean severe) {
    private static final String[] LINES = {
        "what came:",
        "",
        "  indented",
        "\tat the counter",
        "} else {",
        "[not a list",
        "at last",
        "ERROR: duplicate key value violates unique constraint \"orders_pkey\"",
        "  Detail: Key (id)=(42) already exists.",
        "<order id='7'/>",
        "gr\u00fc\u00dfe \ud83e\udeb5",
        "Caused by: nothing",
        "... and so on",
        "3 items left",
        "order.failed: yes",
        "-- ",
        "{}",
    };

    /** Number {@code n}, always the same. */
    static Trouble number(int n) {
        Random random = new Random(n);
        StringBuilder message = new StringBuilder("trouble-" + n + " of order");
        lines(random, random.nextInt(3) == 0 ? random.nextInt(6) : 0, message);
        boolean thrown = random.nextInt(4) > 0;
        return new Trouble(
                message.toString(),
                thrown ? thrown(random, random.nextInt(4)) : null,
                random.nextBoolean());
    }

    private static void lines(Random random, int count, StringBuilder text) {
        for (int i = 0; i < count; i++) {
            text.append('\n').append(LINES[random.nextInt(LINES.length)]);
        }
    }

    private static Exception thrown(Random random, int causes) {
        StringBuilder message = new StringBuilder("because of " + random.nextInt());
        lines(random, random.nextInt(3) == 0 ? random.nextInt(4) : 0, message);
        Exception cause = causes == 0 ? null : thrown(random, causes - 1);
        Exception thrown = deep(random, random.nextInt(12), message.toString(), cause);
        if (random.nextInt(4) == 0) {
            thrown.addSuppressed(thrown(random, causes == 0 ? 0 : causes - 1));
        }
        if (cause != null && random.nextInt(8) == 0) {
            // A circle, which libraries must not follow for ever.
            cause.addSuppressed(thrown);
        }
        return thrown;
    }

    private static Exception deep(
            Random random, int frames, String message, @Nullable Exception cause) {
        if (frames > 0) {
            return deep(random, frames - 1, message, cause);
        }
        return switch (random.nextInt(4)) {
            case 0 -> new IOException(message, cause);
            case 1 -> new IllegalStateException(message, cause);
            case 2 -> new UnsupportedOperationException(cause);
            default -> new Odd(message, cause);
        };
    }

    /** What it says of itself begins with nothing that one knows. */
    @SuppressWarnings("OverrideThrowableToString") // some in the field do
    static final class Odd extends Exception {
        @Serial private static final long serialVersionUID = 1;

        Odd(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public String toString() {
            return "order.failed (" + getMessage() + ")";
        }
    }
}
