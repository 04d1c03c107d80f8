package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A place in one search, as clients carry it: opaque, and of use with the same filters only.
 *
 * <p>It also carries the range of time of the first page: with {@code since=1h} the range would
 * otherwise move on from page to page. Immutable.
 */
record Cursor(Range range, Position position) {
    private static final byte VERSION = 1;
    private static final long NO_START = Long.MIN_VALUE;
    private static final int CHECK_BYTES = 8;
    private static final int LONGS = 4;
    private static final int LENGTH = 1 + LONGS * Long.BYTES + CHECK_BYTES;

    /** The text for a client, bound to {@code filters}. */
    String text(String filters) {
        Long start = range.startMicros();
        byte[] bytes =
                ByteBuffer.allocate(LENGTH)
                        .put(VERSION)
                        .putLong(start == null ? NO_START : start)
                        .putLong(range.endMicros())
                        .putLong(position.micros())
                        .putLong(position.id())
                        .array();
        System.arraycopy(check(bytes, filters), 0, bytes, LENGTH - CHECK_BYTES, CHECK_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads a text back.
     *
     * @throws QueryProblem when it is no cursor, or one of other filters
     */
    static Cursor of(String parameter, String text, String filters) {
        byte[] bytes = decoded(text);
        if (bytes.length != LENGTH
                || bytes[0] != VERSION
                || !Arrays.equals(
                        check(bytes, filters),
                        Arrays.copyOfRange(bytes, LENGTH - CHECK_BYTES, LENGTH))) {
            throw QueryProblem.of(
                    parameter,
                    "a cursor of an answer to this search",
                    "another text, or a cursor of other filters");
        }
        ByteBuffer longs = ByteBuffer.wrap(bytes, 1, LONGS * Long.BYTES);
        long start = longs.getLong();
        Range range = new Range(start == NO_START ? null : start, longs.getLong());
        return new Cursor(range, new Position(longs.getLong(), longs.getLong()));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] check(byte[] bytes, String filters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, LENGTH - CHECK_BYTES);
            digest.update(filters.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
