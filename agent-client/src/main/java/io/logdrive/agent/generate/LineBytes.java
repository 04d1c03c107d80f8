package io.logdrive.agent.generate;

/** A place in an array to write a line to. Confined to the thread that makes lines. */
final class LineBytes {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int DIGITS_MAX = 10;

    private byte[] target = new byte[0];
    private final byte[] digits = new byte[DIGITS_MAX];
    private int at;

    void begin(byte[] newTarget, int newAt) {
        target = newTarget;
        at = newAt;
    }

    int at() {
        return at;
    }

    /** Forgets what was written from there on. */
    void cut(int newAt) {
        at = newAt;
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

    void time(Timestamp timestamp, long epochMicros) {
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
