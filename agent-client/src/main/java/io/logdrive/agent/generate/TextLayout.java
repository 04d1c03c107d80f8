package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;

/**
 * {@code 2026-11-22 08:10:38,123 WARN [service] message key=value}
 *
 * <p>Immutable.
 */
final class TextLayout extends Layout {
    private static final Piece BLANK = Piece.of(" ");

    private final Piece[] levels;
    private final Piece[] places;
    private final Piece fields;

    TextLayout(List<Place> places, Map<String, String> fields) {
        this.levels = ofLevels(level -> " " + level);
        this.places = ofPlaces(places, place -> " [" + place.service() + "] ");
        this.fields = LogfmtLayout.fields(fields);
    }

    @Override
    Timestamp.Style time() {
        return Timestamp.Style.COMMA;
    }

    @Override
    void put(LineBytes line, Note note, SeededRandom random) {
        line.time(note.epochMicros);
        line.put(levels[note.severity.index]);
        line.put(places[note.place.index()]);
        note.putMessage(line, Escaping.NONE);
        Filling.put(line, BLANK, line.roomBeside(fields.length() + 1), random);
        line.put(fields);
        line.put('\n');
    }
}
