package io.logdrive.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** MessagePack bytes for tests, by msgpack-core: an encoder that is not ours. */
final class Packed {
    private Packed() {}

    /** Packs one thing or several. */
    interface Packing {
        void to(MessagePacker packer) throws IOException;
    }

    static byte[] of(Packing packing) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packing.to(packer);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s+", ""));
    }

    static void eventTime(MessagePacker packer, long seconds, long nanos) throws IOException {
        packer.packExtensionTypeHeader((byte) 0, 8);
        packer.writePayload(
                ByteBuffer.allocate(8).putInt((int) seconds).putInt((int) nanos).array());
    }

    /** {@code [seconds, {"message": message}]}. */
    static void entry(MessagePacker packer, long seconds, String message) throws IOException {
        packer.packArrayHeader(2).packLong(seconds);
        packer.packMapHeader(1).packString("message").packString(message);
    }

    /** Entries one after the other: what packed modes carry. */
    static byte[] entries(int count) {
        return of(
                packer -> {
                    for (int i = 0; i < count; i++) {
                        entry(packer, 1_700_000_000L + i, "line " + i);
                    }
                });
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** Any value of any type, nested up to {@code levels}. */
    static void anything(MessagePacker packer, Random random, int levels) throws IOException {
        switch (random.nextInt(levels > 0 ? 12 : 10)) {
            case 0 -> packer.packNil();
            case 1 -> packer.packBoolean(random.nextBoolean());
            case 2 -> packer.packLong(random.nextLong() >> random.nextInt(64));
            case 3 -> packer.packFloat(random.nextFloat());
            case 4 -> packer.packDouble(random.nextDouble());
            case 5, 6 -> packer.packString(Generated.text(random, random.nextInt(300)));
            case 7 -> packer.packBinaryHeader(3).writePayload(new byte[3]);
            case 8 -> {
                int length = random.nextInt(300);
                packer.packExtensionTypeHeader((byte) random.nextInt(), length);
                packer.writePayload(new byte[length]);
            }
            case 9 -> packer.packString("x".repeat(random.nextInt(70_000)));
            case 10 -> array(packer, random, levels);
            default -> map(packer, random, levels);
        }
    }

    static void array(MessagePacker packer, Random random, int levels) throws IOException {
        int count = random.nextInt(20);
        packer.packArrayHeader(count);
        for (int i = 0; i < count; i++) {
            anything(packer, random, levels - 1);
        }
    }

    static void map(MessagePacker packer, Random random, int levels) throws IOException {
        int count = random.nextInt(20);
        packer.packMapHeader(count);
        for (int i = 0; i < 2 * count; i++) {
            anything(packer, random, levels - 1);
        }
    }
}
