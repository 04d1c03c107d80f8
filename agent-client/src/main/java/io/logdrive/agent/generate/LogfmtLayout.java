package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;

/**
 * {@code time=… level=… service=… host=… message="…" request=…}
 *
 * <p>Immutable.
 */
final class LogfmtLayout extends Layout {
    private static final Piece TIME = Piece.of("time=");
    private static final Piece MESSAGE = Piece.of(" message=\"");
    private static final Piece REQUEST = Piece.of(" request=");
    private static final Piece USER = Piece.of(" user=u");
    private static final Piece SESSION = Piece.of(" session=");
    private static final Piece PATH = Piece.of(" path=");
    private static final Piece STATUS = Piece.of(" status=");
    private static final Piece LATENCY = Piece.of(" latency=");
    private static final Piece DETAIL = Piece.of(" detail=\"");
    private static final int QUOTE_BYTES = 1;
    private static final int END_BYTES = 1;

    private final Piece[] levels;
    private final Piece[] places;
    private final Piece fields;

    LogfmtLayout(List<Place> places, Map<String, String> fields) {
        this.levels = ofLevels(level -> " level=" + level);
        this.places = ofPlaces(places, p -> " service=" + p.service() + " host=" + p.host() + "-");
        this.fields = fields(fields);
    }

    /** {@code key=value}, or {@code key="a value"} where it must be. */
    static Piece fields(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (key, value) -> {
                    text.append(' ').append(key).append('=');
                    if (value.matches("[^ =\"]+")) {
                        text.append(value);
                    } else {
                        text.append('"').append(Escaping.JSON.of(value)).append('"');
                    }
                });
        return Piece.of(text.toString());
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
        line.put(fields);
        putHex(line, REQUEST, note.request);
        if (note.user != Note.NOBODY) {
            putNumber(line, USER, note.user, END_BYTES);
        }
        if (note.answer) {
            putHex(line, SESSION, note.session);
            int before = line.at();
            line.put(PATH);
            line.put(note.flow.path);
            line.cutUnlessRoomFor(END_BYTES, before);
            putNumber(line, STATUS, note.status, END_BYTES);
        }
        if (note.latencyMillis != Note.UNTIMED) {
            putNumber(line, LATENCY, note.latencyMillis, END_BYTES);
        }
        if (Filling.put(line, DETAIL, line.roomBeside(QUOTE_BYTES + END_BYTES), random)) {
            line.put('"');
        }
        line.put('\n');
    }

    private static void putHex(LineBytes line, Piece name, long bits) {
        int before = line.at();
        line.put(name);
        line.hex(bits, 8);
        line.cutUnlessRoomFor(END_BYTES, before);
    }
}
