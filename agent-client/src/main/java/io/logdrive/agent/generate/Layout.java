package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes bytes of a note, newline included. What a line needs not have is left out where the line
 * would become too long by it, and a line that is to be longer gets {@link Filling}.
 *
 * <p>Immutable.
 */
abstract class Layout {
    abstract Timestamp.Style time();

    abstract void put(LineBytes line, Note note, SeededRandom random);

    /** Whether lines are made of the gateway's answers alone. */
    boolean answersOnly() {
        return false;
    }

    /** A piece for each level, by its index. */
    static Piece[] ofLevels(Function<Severity, String> text) {
        Severity[] all = Severity.values();
        Piece[] pieces = new Piece[all.length];
        for (Severity severity : all) {
            pieces[severity.index] = Piece.of(text.apply(severity));
        }
        return pieces;
    }

    /** A piece for each place, by its index. */
    static Piece[] ofPlaces(List<Place> places, Function<Place, String> text) {
        return places.stream().map(text).map(Piece::of).toArray(Piece[]::new);
    }

    /** One piece with all the fields that somebody asked for. */
    static Piece ofFields(Map<String, String> fields, String format, Escaping escaping) {
        return Piece.of(
                fields.entrySet().stream()
                        .map(f -> String.format(format, f.getKey(), escaping.of(f.getValue())))
                        .collect(Collectors.joining()));
    }

    /** Adds {@code name}, a number and no more, if there is room for it. */
    static void putNumber(LineBytes line, Piece name, int number, int bytesToCome) {
        int before = line.at();
        line.put(name);
        line.number(number);
        line.cutUnlessRoomFor(bytesToCome, before);
    }
}
