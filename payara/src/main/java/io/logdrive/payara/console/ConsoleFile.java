package io.logdrive.payara.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** One file of the console, read once. Immutable: nobody may change the arrays it hands out. */
final class ConsoleFile {
    private final String type;
    private final byte[] bytes;
    private final byte[] gzipped;
    private final String tag;

    ConsoleFile(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
        gzipped = gzip(bytes);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            tag = "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its media type. */
    String type() {
        return type;
    }

    /** What it holds; packed for who takes that. */
    byte[] bytes(boolean packed) {
        return packed ? gzipped : bytes;
    }

    /** Of these bytes and no others, in quotes (RFC 9110, 8.8.3). */
    String tag() {
        return tag;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
