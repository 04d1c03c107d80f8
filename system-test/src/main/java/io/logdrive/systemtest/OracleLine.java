package io.logdrive.systemtest;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A line that says itself whether it is whole: {@code source|sequence|length|crc|payload}
 * (RELIABILITY.md, "The oracle").
 *
 * <p>Immutable.
 *
 * @param source one connection
 * @param sequence from 0 within it
 */
record OracleLine(String source, long sequence, String payload) {
    private static final int PARTS = 5;

    /** As it is sent, without the newline. */
    String text() {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return String.join(
                "|",
                source,
                Long.toString(sequence),
                Integer.toString(bytes.length),
                crcOf(bytes),
                payload);
    }

    /** Source and sequence. */
    String id() {
        return source + "|" + sequence;
    }

    /** The line with this text, or null when length or CRC are not those of its payload. */
    static @Nullable OracleLine of(String text) {
        String[] parts = text.split("\\|", PARTS);
        if (parts.length != PARTS || !parts[1].matches("\\d{1,18}")) {
            return null;
        }
        OracleLine line = new OracleLine(parts[0], Long.parseLong(parts[1]), parts[4]);
        return line.text().equals(text) ? line : null;
    }

    private static String crcOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
