package io.logdrive.ingest.listen;

import io.logdrive.wire.PrefixedLines;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a connection brings, in pieces, as Jazzer feeds it to the framer of syslog. */
public final class SyslogFramerFuzz {
    private static final int MESSAGE_BYTES_MAX = 32;
    private static final int CHUNK_LINES_MAX = 4;

    private SyslogFramerFuzz() {}

    /** The first byte says how long the pieces are. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
        List<String> whole = framed(bytes, Math.max(1, bytes.length));
        List<String> pieces = framed(bytes, 1 + (data[0] & 0x1f));
        if (!pieces.equals(whole)) {
            throw new AssertionError("messages: expected " + whole + ", found " + pieces);
        }
    }

    private static List<String> framed(byte[] bytes, int piece) {
        List<String> found = new ArrayList<>();
        SyslogFramer framer =
                new SyslogFramer(
                        MESSAGE_BYTES_MAX,
                        CHUNK_LINES_MAX,
                        (body, lines, truncated) -> {
                            PrefixedLines texts = new PrefixedLines(body);
                            int count = 0;
                            while (texts.next()) {
                                byte[] text = Arrays.copyOfRange(body, texts.start(), texts.end());
                                if (text.length > MESSAGE_BYTES_MAX) {
                                    throw new AssertionError("message: " + text.length);
                                }
                                found.add(Arrays.toString(text) + truncated.get(count));
                                count++;
                            }
                            if (count != lines || lines < 1 || lines > CHUNK_LINES_MAX) {
                                throw new AssertionError("group: " + count + " of " + lines);
                            }
                        });
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                int length = Math.min(piece, bytes.length - at);
                framer.read(Unpooled.wrappedBuffer(bytes, at, length));
                if (framer.carryBytes() > 2 * MESSAGE_BYTES_MAX) {
                    throw new AssertionError("carry: " + framer.carryBytes() + " bytes");
                }
            }
            framer.finish();
        } catch (FramingException e) {
            found.add("broken, skipped " + framer.skippedBytes());
            return found;
        }
        found.add("skipped " + framer.skippedBytes());
        return found;
    }
}
