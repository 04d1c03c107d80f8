package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;

/**
 * {@code {"time":"…","level":"…","service":"…","host":"…","message":"…","request":"…"}}
 *
 * <p>Immutable.
 */
final class JsonLayout extends Layout {
    private static final Piece TIME = Piece.of("{\"time\":\"");
    private static final Piece MESSAGE = Piece.of("\",\"message\":\"");
    private static final Piece REQUEST = Piece.of(",\"request\":\"");
    private static final Piece USER = Piece.of(",\"user\":\"u");
    private static final Piece SESSION = Piece.of(",\"session\":\"");
    private static final Piece PATH = Piece.of(",\"path\":\"");
    private static final Piece STATUS = Piece.of(",\"status\":");
    private static final Piece LATENCY = Piece.of(",\"latency\":");
    private static final Piece DETAIL = Piece.of(",\"detail\":\"");
    private static final int QUOTE_BYTES = 1;

    /** The brace and the newline. */
    private static final int END_BYTES = 2;

    private final Piece[] levels;
    private final Piece[] places;
    private final Piece fields;

    JsonLayout(List<Place> places, Map<String, String> fields) {
        this.levels = ofLevels(level -> "\",\"level\":\"" + level);
        this.places =
                ofPlaces(
                        places,
                        place ->
                                "\",\"service\":\""
                                        + place.service()
                                        + "\",\"host\":\""
                                        + place.host()
                                        + "-");
        this.fields = ofFields(fields, ",\"%s\":\"%s\"", Escaping.JSON);
    }

    @Override
    Timestamp.Style time() {
        return Timestamp.Style.ISO;
    }

    @Override
    void put(LineBytes line, Note note, SeededRandom random) {
        line.put(TIME);
        line.time(note.epochMicros);
        line.put(levels[note.severity.index]);
        line.put(places[note.place.index()]);
        line.put('1' + note.host());
        line.put(MESSAGE);
        note.putMessage(line, Escaping.JSON);
        line.put('"');
        if (fields.length() > 0) {
            line.put(fields);
        }
        putHex(line, REQUEST, note.request);
        if (note.user != Note.NOBODY) {
            putUser(line, note.user);
        }
        if (note.answer) {
            putHex(line, SESSION, note.session);
            putPath(line, note.flow.path);
            putNumber(line, STATUS, note.status, END_BYTES);
        }
        if (note.latencyMillis != Note.UNTIMED) {
            putNumber(line, LATENCY, note.latencyMillis, END_BYTES);
        }
        if (Filling.put(line, DETAIL, line.roomBeside(QUOTE_BYTES + END_BYTES), random)) {
            line.put('"');
        }
        line.put('}');
        line.put('\n');
    }

    private static void putHex(LineBytes line, Piece name, long bits) {
        int before = line.at();
        line.put(name);
        line.hex(bits, 8);
        line.put('"');
        line.cutUnlessRoomFor(END_BYTES, before);
    }

    private static void putUser(LineBytes line, int user) {
        int before = line.at();
        line.put(USER);
        line.number(user);
        line.put('"');
        line.cutUnlessRoomFor(END_BYTES, before);
    }

    private static void putPath(LineBytes line, Piece path) {
        int before = line.at();
        line.put(PATH);
        line.put(path);
        line.put('"');
        line.cutUnlessRoomFor(END_BYTES, before);
    }
}
