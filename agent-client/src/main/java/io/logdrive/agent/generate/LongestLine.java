package io.logdrive.agent.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * How long the lines of a layout can become, found by making the longest there are. Confined to one
 * thread.
 */
final class LongestLine {
    /** The remainders that an access log makes lengths of have all their digits with it. */
    private static final long REQUEST = 23_999;

    private static final int SESSION = 2 << 16;
    private static final int USER = 49_999;
    private static final int LATENCY = 9_999_999;

    private final Layout layout;
    private final int lineBytes;
    private final LineBytes line;
    private final SeededRandom random = new SeededRandom(0, 0);
    private final Note note = new Note();
    private final byte[] target;
    private int bytes;

    private LongestLine(Layout layout, int lineBytes, int room) {
        this.layout = layout;
        this.lineBytes = lineBytes;
        this.line = new LineBytes(new Timestamp(layout.time()));
        this.target = new byte[room];
        note.severity = Severity.ERROR;
        note.request = REQUEST;
        note.session = SESSION;
        note.user = USER;
        note.latencyMillis = LATENCY;
    }

    /**
     * Makes lines of all messages from all places they can come from.
     *
     * @param services those that take the place of the shop's, if any
     * @param lineBytes 1: with nothing that can be left out; 0: with all of it
     * @param room that no line exceeds
     */
    static int bytes(Layout layout, List<Place> services, int lineBytes, int room) {
        LongestLine longest = new LongestLine(layout, lineBytes, room);
        if (!layout.answersOnly()) {
            for (Part part : Part.values()) {
                List<Text> texts = texts(part);
                for (Place place : services.isEmpty() ? List.of(part.place) : services) {
                    texts.forEach(text -> longest.call(place, text));
                }
            }
        }
        for (Place place : services.isEmpty() ? List.of(Part.GATEWAY.place) : services) {
            for (Flow flow : Flow.values()) {
                longest.answer(place, flow, Severity.INFO);
                longest.answer(place, flow, Severity.ERROR);
            }
        }
        return longest.bytes;
    }

    private static List<Text> texts(Part part) {
        List<Text> texts = new ArrayList<>(List.of(part.slow, part.failed));
        if (part.retries()) {
            texts.add(part.retried);
        }
        for (Flow flow : Flow.values()) {
            for (int i = 0; i < flow.calls(); i++) {
                if (flow.call(i).part() == part) {
                    texts.add(flow.call(i).text());
                }
            }
        }
        return texts;
    }

    private void call(Place place, Text text) {
        note.place = place;
        note.answer = false;
        note.text = text;
        note.number = text.longest();
        measure();
    }

    private void answer(Place place, Flow flow, Severity severity) {
        note.place = place;
        note.answer = true;
        note.flow = flow;
        note.status = severity.status();
        measure();
    }

    private void measure() {
        line.begin(target, 0, lineBytes);
        layout.put(line, note, random);
        bytes = Math.max(bytes, line.at());
    }
}
