package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns {@link #COLUMNS}, then the fields that somebody asked for; always all of them, if
 * need be empty.
 *
 * <p>Immutable.
 */
final class CsvLayout extends Layout {
    static final List<String> COLUMNS =
            List.of(
                    "time", "level", "service", "host", "message", "request", "user", "session",
                    "path", "status", "latency", "detail");

    private static final int OPTIONAL_COLUMNS = COLUMNS.size() - COLUMNS.indexOf("request");
    private static final Piece MESSAGE = Piece.of(",\"");
    private static final Piece USER = Piece.of("u");
    private static final Piece NOTHING = Piece.of("");

    private final Piece[] levels;
    private final Piece[] places;
    private final Piece fields;

    CsvLayout(List<Place> places, Map<String, String> fields) {
        this.levels = ofLevels(level -> "," + level);
        this.places = ofPlaces(places, place -> "," + place.service() + "," + place.host() + "-");
        this.fields =
                Piece.of(
                        fields.values().stream()
                                .map(CsvLayout::field)
                                .collect(Collectors.joining()));
    }

    private static String field(String value) {
        return value.matches("[^\",]*") ? "," + value : ",\"" + Escaping.CSV.of(value) + '"';
    }

    @Override
    Timestamp.Style time() {
        return Timestamp.Style.ISO;
    }

    @Override
    void put(LineBytes line, Note note, SeededRandom random) {
        line.time(note.epochMicros);
        line.put(levels[note.severity.index]);
        line.put(places[note.place.index()]);
        line.put('1' + note.host());
        line.put(MESSAGE);
        note.putMessage(line, Escaping.CSV);
        line.put('"');

        int commas = OPTIONAL_COLUMNS;
        int before = next(line);
        line.hex(note.request, 8);
        cut(line, before, --commas);
        before = next(line);
        if (note.user != Note.NOBODY) {
            line.put(USER);
            line.number(note.user);
        }
        cut(line, before, --commas);
        before = next(line);
        if (note.answer) {
            line.hex(note.session, 8);
        }
        cut(line, before, --commas);
        before = next(line);
        if (note.answer) {
            line.put(note.flow.path);
        }
        cut(line, before, --commas);
        before = next(line);
        if (note.answer) {
            line.number(note.status);
        }
        cut(line, before, --commas);
        before = next(line);
        if (note.latencyMillis != Note.UNTIMED) {
            line.number(note.latencyMillis);
        }
        cut(line, before, --commas);
        next(line);
        Filling.put(line, NOTHING, line.roomBeside(fields.length() + 1), random);
        line.put(fields);
        line.put('\n');
    }

    private static int next(LineBytes line) {
        line.put(',');
        return line.at();
    }

    /** Leaves the column empty if with it there is no room for what must still come. */
    private void cut(LineBytes line, int before, int commas) {
        line.cutUnlessRoomFor(commas + fields.length() + 1, before);
    }
}
