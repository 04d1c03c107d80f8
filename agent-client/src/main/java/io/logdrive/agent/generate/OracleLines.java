package io.logdrive.agent.generate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logdrive.agent.send.LineSource;
import java.util.zip.CRC32C;

/**
 * Lines that say themselves which they are and whether they are whole, {@code
 * source|sequence|length|crc|payload}: from what arrives, a drill can tell what is missing, doubled
 * or damaged. Source and sequence alone determine a line, so that a restart makes the same again.
 *
 * <p>Confined to the thread that makes lines.
 */
public final class OracleLines implements LineSource {
    /** A source's name stands in front of each line, which must not look like JSON or a time. */
    public static final String SOURCE_PATTERN = "[A-Za-z0-9._-]{1,64}";

    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".getBytes(US_ASCII);
    private static final int PAYLOAD_BYTES_MIN = 40;
    private static final int PAYLOAD_BYTES_SPREAD = 160;
    private static final int NUMBER_DIGITS_MAX = 19;
    private static final int CRC_DIGITS_MAX = 8;
    private static final int LETTERS_PER_NUMBER = 12;
    private static final int LETTER_BITS = 5;

    /** Four bars and the newline. */
    private static final int MARKS = 5;

    private final byte[] source;
    private final long seed;
    private final int lineBytes;
    private final CRC32C crc = new CRC32C();
    private final byte[] digits = new byte[NUMBER_DIGITS_MAX];
    private byte[] payload = new byte[PAYLOAD_BYTES_MIN + PAYLOAD_BYTES_SPREAD];
    private long sequence;

    /**
     * @param source the name of the source
     * @param first the sequence to begin with
     * @param lineBytes 0 for lengths of their own, or about how long each line is to be
     */
    public OracleLines(String source, long first, int lineBytes) {
        this.source = source.getBytes(US_ASCII);
        this.sequence = first;
        this.lineBytes = lineBytes;
        crc.update(this.source);
        this.seed = crc.getValue();
    }

    @Override
    public int lineBytesMax() {
        int headBytes = source.length + 2 * NUMBER_DIGITS_MAX + CRC_DIGITS_MAX + MARKS;
        return Math.max(headBytes + PAYLOAD_BYTES_MIN + PAYLOAD_BYTES_SPREAD, lineBytes);
    }

    @Override
    public int put(byte[] target, int start) {
        SeededRandom random = new SeededRandom(seed, sequence);
        int length = payloadBytes(random);
        fill(random, length);
        crc.reset();
        crc.update(payload, 0, length);

        System.arraycopy(source, 0, target, start, source.length);
        int at = start + source.length;
        target[at++] = '|';
        at = putNumber(sequence, 10, target, at);
        target[at++] = '|';
        at = putNumber(length, 10, target, at);
        target[at++] = '|';
        at = putNumber(crc.getValue(), 16, target, at);
        target[at++] = '|';
        System.arraycopy(payload, 0, target, at, length);
        at += length;
        target[at++] = '\n';
        sequence++;
        return at;
    }

    private int payloadBytes(SeededRandom random) {
        if (lineBytes == 0) {
            return PAYLOAD_BYTES_MIN + random.below(PAYLOAD_BYTES_SPREAD);
        }
        int room = lineBytes - MARKS - source.length - digitCount(sequence) - CRC_DIGITS_MAX;
        return room - digitCount(room);
    }

    private void fill(SeededRandom random, int length) {
        if (payload.length < length) {
            payload = new byte[length];
        }
        for (int at = 0; at < length; ) {
            long bits = random.next();
            int end = Math.min(length, at + LETTERS_PER_NUMBER);
            while (at < end) {
                payload[at++] = ALPHABET[(int) bits & (1 << LETTER_BITS) - 1];
                bits >>>= LETTER_BITS;
            }
        }
    }

    private static int digitCount(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        return count;
    }

    private int putNumber(long number, int radix, byte[] target, int at) {
        int first = digits.length;
        long rest = number;
        do {
            digits[--first] = (byte) Character.forDigit((int) (rest % radix), radix);
            rest /= radix;
        } while (rest > 0);
        int count = digits.length - first;
        System.arraycopy(digits, first, target, at, count);
        return at + count;
    }
}
