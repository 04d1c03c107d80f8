package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a file begins with: tells it from another one that got its inode, and from what it was
 * before it was truncated. It grows with the file, up to {@link #BYTES_MAX}.
 *
 * <p>Immutable.
 *
 * @param length how many bytes of the file it is of
 * @param hash the first eight bytes of their SHA-256
 */
record Fingerprint(int length, long hash) {
    static final int BYTES_MAX = 1024;

    /** Of nothing; it matches every file. */
    static final Fingerprint EMPTY = new Fingerprint(0, hash(new byte[0], 0));

    /** Of as much as there is. */
    static Fingerprint of(Content content) throws IOException {
        byte[] head = head(content);
        return of(head, head.length);
    }

    /** Of the first {@code length} of these bytes. */
    static Fingerprint of(byte[] head, int length) {
        return new Fingerprint(length, hash(head, length));
    }

    /** What one of it is made of. */
    static byte[] head(Content content) throws IOException {
        return head(content, BYTES_MAX);
    }

    /** Whether the content begins as it did. */
    boolean matches(Content content) throws IOException {
        byte[] head = head(content, length);
        return head.length == length && hash(head, length) == hash;
    }

    /** Whether these bytes, the first of a content, begin as it did. */
    boolean isOf(byte[] head) {
        return head.length >= length && hash(head, length) == hash;
    }

    /**
     * Of more of the same content; itself when it is not the same any more.
     *
     * @param size how much of the content is known to be of this file
     */
    Fingerprint grown(Content content, long size) throws IOException {
        int most = (int) Math.min(BYTES_MAX, size);
        if (most <= length) {
            return this;
        }
        byte[] head = head(content, most);
        return head.length >= length && hash(head, length) == hash
                ? new Fingerprint(head.length, hash(head, head.length))
                : this;
    }

    private static byte[] head(Content content, int most) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(most);
        int length = content.readFully(head, 0);
        byte[] bytes = new byte[length];
        head.flip().get(bytes);
        return bytes;
    }

    private static long hash(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected of every JDK, found none", e);
        }
    }
}
