package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;

/**
 * RFC 5424: {@code <134>1 2026-11-22T08:10:38.123456Z host service - - [shop@32473 request="…"]
 * message}. 32473 is the enterprise that documents may use.
 *
 * <p>Immutable.
 */
final class SyslogLayout extends Layout {
    /** {@code local0}, as the priority has it. */
    private static final int FACILITY = 16 << 3;

    private static final Piece REQUEST = Piece.of(" request=\"");
    private static final Piece USER = Piece.of(" user=\"u");
    private static final Piece SESSION = Piece.of(" session=\"");
    private static final Piece PATH = Piece.of(" path=\"");
    private static final Piece STATUS = Piece.of(" status=\"");
    private static final Piece LATENCY = Piece.of(" latency=\"");
    private static final Piece END_OF_DATA = Piece.of("] ");
    private static final Piece BLANK = Piece.of(" ");

    private final Piece[] levels;
    private final Piece[] hosts;
    private final Piece[] services;
    private final Piece fields;

    SyslogLayout(List<Place> places, Map<String, String> fields) {
        this.levels = ofLevels(level -> "<" + (FACILITY | number(level)) + ">1 ");
        this.hosts = ofPlaces(places, place -> " " + place.host() + "-");
        this.services = ofPlaces(places, place -> " " + place.service() + " - - [shop@32473");
        this.fields = ofFields(fields, " %s=\"%s\"", Escaping.SYSLOG);
    }

    private static int number(Severity severity) {
        return switch (severity) {
            case FATAL -> 2;
            case ERROR -> 3;
            case WARN -> 4;
            case INFO -> 6;
            case DEBUG, TRACE -> 7;
        };
    }

    @Override
    Timestamp.Style time() {
        return Timestamp.Style.ISO;
    }

    @Override
    void put(LineBytes line, Note note, SeededRandom random) {
        line.put(levels[note.severity.index]);
        line.time(note.epochMicros);
        line.put(hosts[note.place.index()]);
        line.put('1' + note.host());
        line.put(services[note.place.index()]);
        line.put(fields);
        int toCome = END_OF_DATA.length() + messageBytes(line, note) + 1;
        putHex(line, REQUEST, note.request, toCome);
        if (note.user != Note.NOBODY) {
            putQuoted(line, USER, note.user, toCome);
        }
        if (note.answer) {
            putHex(line, SESSION, note.session, toCome);
            int before = line.at();
            line.put(PATH);
            line.put(note.flow.path);
            line.put('"');
            line.cutUnlessRoomFor(toCome, before);
            putQuoted(line, STATUS, note.status, toCome);
        }
        if (note.latencyMillis != Note.UNTIMED) {
            putQuoted(line, LATENCY, note.latencyMillis, toCome);
        }
        line.put(END_OF_DATA);
        note.putMessage(line, Escaping.NONE);
        Filling.put(line, BLANK, line.roomBeside(1), random);
        line.put('\n');
    }

    /** The message comes last, so it is written once to learn its length. */
    private static int messageBytes(LineBytes line, Note note) {
        int before = line.at();
        note.putMessage(line, Escaping.NONE);
        int bytes = line.at() - before;
        line.backTo(before);
        return bytes;
    }

    private static void putHex(LineBytes line, Piece name, long bits, int toCome) {
        int before = line.at();
        line.put(name);
        line.hex(bits, 8);
        line.put('"');
        line.cutUnlessRoomFor(toCome, before);
    }

    private static void putQuoted(LineBytes line, Piece name, int number, int toCome) {
        int before = line.at();
        line.put(name);
        line.number(number);
        line.put('"');
        line.cutUnlessRoomFor(toCome, before);
    }
}
