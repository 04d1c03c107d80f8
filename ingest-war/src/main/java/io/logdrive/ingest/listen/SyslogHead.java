package io.logdrive.ingest.listen;

/**
 * What a message of syslog begins with, told byte by byte: a count (RFC 6587, 3.4.1), a priority,
 * or neither.
 *
 * <p>A plain line may begin with a number, too, so a count is one only with a priority behind it:
 * but behind a counted message nothing else is expected, and there a count needs none. Confined to
 * the connection's event loop thread.
 */
final class SyslogHead {
    /** As many bytes decide at most: a count, a blank and a priority. */
    static final int BYTES_MAX = 14;

    /** Longer counts are none: no message has a hundred megabytes, and a date may have no dash. */
    static final int COUNT_DIGITS_MAX = 8;

    private static final int PRIORITY_DIGITS_MAX = 3;

    /** What it is. Immutable. */
    enum Kind {
        UNDECIDED,
        /** Text without a priority. */
        TEXT,
        /** A priority, without a count. */
        PRIORITY,
        COUNTED,
        /** Nothing that may follow a counted message. */
        BROKEN
    }

    /** What comes next. Immutable. */
    private enum Place {
        BEGIN,
        COUNT,
        BRACKET,
        PRIORITY
    }

    private final byte[] bytes = new byte[BYTES_MAX];
    private int length;
    private Place place = Place.BEGIN;
    private boolean counting;
    private int count;
    private int messageOffset;
    private int priorityOffset;

    /**
     * Begins anew.
     *
     * @param behindCounted the message before was counted
     */
    void reset(boolean behindCounted) {
        length = 0;
        place = Place.BEGIN;
        counting = behindCounted;
        count = 0;
        messageOffset = 0;
    }

    /** Whether the message before was counted. */
    boolean isBehindCounted() {
        return counting;
    }

    /** The bytes so far. */
    byte[] bytes() {
        return bytes;
    }

    /** How many they are. */
    int length() {
        return length;
    }

    /** How many bytes the message has, once it is {@link Kind#COUNTED}. */
    int count() {
        return count;
    }

    /** How many of the bytes stand before the message. */
    int messageOffset() {
        return messageOffset;
    }

    /** Takes the next byte; not to be called any more once something else is answered. */
    Kind add(byte next) {
        bytes[length++] = next;
        return switch (place) {
            case BEGIN -> begin(next);
            case COUNT -> count(next);
            case BRACKET -> next == '<' ? priorityBegins() : Kind.TEXT;
            case PRIORITY -> priority(next);
        };
    }

    private Kind begin(byte next) {
        if (next >= '1' && next <= '9') {
            count = next - '0';
            place = Place.COUNT;
            return Kind.UNDECIDED;
        }
        if (next == '<') {
            // Behind a counted message it is one without a count, whatever follows.
            return counting ? Kind.PRIORITY : priorityBegins();
        }
        return counting ? Kind.BROKEN : Kind.TEXT;
    }

    private Kind count(byte next) {
        if (isDigit(next) && length <= COUNT_DIGITS_MAX) {
            count = 10 * count + next - '0';
            return Kind.UNDECIDED;
        }
        if (next != ' ') {
            return counting ? Kind.BROKEN : Kind.TEXT;
        }
        messageOffset = length;
        place = Place.BRACKET;
        return counting ? Kind.COUNTED : Kind.UNDECIDED;
    }

    private Kind priorityBegins() {
        place = Place.PRIORITY;
        priorityOffset = length;
        return Kind.UNDECIDED;
    }

    private Kind priority(byte next) {
        int digits = length - 1 - priorityOffset;
        if (isDigit(next) && digits < PRIORITY_DIGITS_MAX) {
            return Kind.UNDECIDED;
        }
        if (next != '>' || digits == 0) {
            return Kind.TEXT;
        }
        if (messageOffset == 0) {
            return Kind.PRIORITY;
        }
        // A message that ends within its priority is none.
        return count >= length - messageOffset ? Kind.COUNTED : Kind.TEXT;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
