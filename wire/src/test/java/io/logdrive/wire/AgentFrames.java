package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.ForwardMessage.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Frames of an agent's chunk, as an agent would make them. */
final class AgentFrames {
    static final Origin ORIGIN =
            new Origin(
                    UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                    OriginKind.AGENT,
                    "",
                    "web-1",
                    "");
    static final LineAttributes NONE = LineAttributes.NONE;
    static final LineAttributes PAY =
            new LineAttributes("pay", "web-1", List.of("eu"), Map.of("path", "/var/log/pay.log"));

    private static final long MICROS = 1_700_000_000_123_456L;

    private AgentFrames() {}

    /**
     * A frame of {@code lines}.
     *
     * @param filtered as {@link FilteredRuns#toString} has it, in order
     */
    static byte[] frame(
            long first,
            LineAttributes attributes,
            int[] truncated,
            String filtered,
            String... lines) {
        byte[] target = new byte[100_000];
        LineChunkEncoder encoder = new LineChunkEncoder(ORIGIN, attributes);
        encoder.begin(target, MICROS);
        List<int[]> runs = runs(filtered);
        for (String line : lines) {
            filterAll(encoder, runs);
            byte[] bytes = line.getBytes(UTF_8);
            System.arraycopy(bytes, 0, target, encoder.lineStart(), bytes.length);
            encoder.lineEnd(encoder.lineStart() + bytes.length);
            int index = encoder.lines() - 1;
            if (Arrays.stream(truncated).anyMatch(cut -> cut == index)) {
                encoder.truncated();
            }
        }
        filterAll(encoder, runs);
        return Arrays.copyOf(target, encoder.finish(first));
    }

    private static void filterAll(LineChunkEncoder encoder, List<int[]> runs) {
        while (!runs.isEmpty() && runs.get(0)[0] == encoder.sequences()) {
            encoder.filtered(runs.remove(0)[1]);
        }
    }

    private static List<int[]> runs(String filtered) {
        List<int[]> runs = new ArrayList<>();
        for (String run : filtered.isEmpty() ? new String[0] : filtered.split(",", -1)) {
            int dash = run.indexOf('-');
            int at = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
            int last = dash < 0 ? at : Integer.parseInt(run.substring(dash + 1));
            runs.add(new int[] {at, last - at + 1});
        }
        return runs;
    }

    /** All lines of a frame. */
    static List<String> lines(Events events) {
        return lines(
                new LineEntries(events.entries(), events.marks(), 1 << 20)
                        .take(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    /** All lines of a group. */
    static List<String> lines(LineEntries.Lines group) {
        List<String> lines = new ArrayList<>();
        if (group.prefixed()) {
            for (PrefixedLines body = new PrefixedLines(group.body()); body.next(); ) {
                int length = body.end() - body.start();
                lines.add(new String(group.body(), body.start(), length, UTF_8));
            }
        } else {
            String all = new String(group.body(), UTF_8);
            lines.addAll(Arrays.asList(all.split("\n", -1)));
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
