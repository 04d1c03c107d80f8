package io.logdrive.agent.generate;

/**
 * A place in an array to write a line to, and how far the line may go there. Confined to the thread
 * that makes lines.
 */
final class LineBytes {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int DIGITS_MAX = 10;

    private final Timestamp timestamp;
    private final byte[] digits = new byte[DIGITS_MAX];
    private byte[] target = new byte[0];
    private int at;
    private int limit;

    LineBytes(Timestamp timestamp) {
        this.timestamp = timestamp;
    }

    /**
     * Begins a line.
     *
     * @param lineBytes how long it may become, 0: as it comes
     */
    void begin(byte[] newTarget, int newAt, int lineBytes) {
        target = newTarget;
        at = newAt;
        limit = lineBytes == 0 ? Integer.MAX_VALUE : newAt + lineBytes;
    }

    int at() {
        return at;
    }

    /** Forgets what was written from there on. */
    void backTo(int before) {
        at = before;
    }

    /**
     * Forgets what was written from {@code before} on if with it there is no room for so many bytes
     * that are still to come.
     */
    void cutUnlessRoomFor(int bytes, int before) {
        if (at > limit - bytes) {
            at = before;
        }
    }

    /** How many bytes of filling there is room for beside those that are still to come. */
    int roomBeside(int bytes) {
        return limit == Integer.MAX_VALUE ? 0 : limit - at - bytes;
    }

    void put(Piece piece) {
        put(piece, 0, piece.length());
    }

    void put(Piece piece, int from, int count) {
        piece.copy(from, count, target, at);
        at += count;
    }

    void put(int one) {
        target[at++] = (byte) one;
    }

    void time(long epochMicros) {
        at = timestamp.put(epochMicros, target, at);
    }

    /** A number that is not negative. */
    void number(int number) {
        int first = DIGITS_MAX;
        int rest = number;
        do {
            digits[--first] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(digits, first, target, at, DIGITS_MAX - first);
        at += DIGITS_MAX - first;
    }

    /** Cents as {@code 12.30}. */
    void money(int cents) {
        number(cents / 100);
        put('.');
        put('0' + cents / 10 % 10);
        put('0' + cents % 10);
    }

    void hex(long bits, int digitCount) {
        for (int shift = 4 * (digitCount - 1); shift >= 0; shift -= 4) {
            put(HEX[(int) (bits >>> shift) & 15]);
        }
    }
}
