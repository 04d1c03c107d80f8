package io.logdrive.agent.generate;

/**
 * {@code 10.101.102.103 - u351 [22/Nov/2026:08:10:38 +0000] "POST /login HTTP/1.1" 200 1532 "-"
 * "curl/8.14.1"}
 *
 * <p>Immutable.
 */
final class AccessLayout extends Layout {
    private static final Piece NETWORK = Piece.of("10.");
    private static final Piece USER = Piece.of(" - u");
    private static final Piece TIME = Piece.of(" [");
    private static final Piece REQUEST = Piece.of("] \"");
    private static final Piece STATUS = Piece.of("\" ");
    private static final Piece NONE = Piece.of(" \"-\"");
    private static final Piece OPEN = Piece.of(" \"");
    private static final Piece BLANK = Piece.of(" ");
    private static final Piece REFERER = Piece.of(" \"https://shop.example/\"");
    private static final Piece[] BROWSERS = {
        Piece.of(" \"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"),
        Piece.of(
                " \"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like"
                        + " Gecko) Chrome/142.0.0.0 Safari/537.36"),
        Piece.of(
                " \"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15"
                        + " (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1"),
        Piece.of(" \"curl/8.14.1")
    };

    /** Spreads the visitors' numbers over addresses. */
    private static final int SPREAD = 0x9E3779B1;

    private static final int PAGE_BYTES_MIN = 180;
    private static final int PAGE_BYTES_MORE = 24_000;
    private static final int ERROR_BYTES_MIN = 90;
    private static final int ERROR_BYTES_MORE = 400;

    @Override
    Timestamp.Style time() {
        return Timestamp.Style.APACHE;
    }

    @Override
    boolean answersOnly() {
        return true;
    }

    @Override
    void put(LineBytes line, Note note, SeededRandom random) {
        int address = note.user * SPREAD;
        line.put(NETWORK);
        line.number(octet(address));
        line.put('.');
        line.number(octet(address >>> 8));
        line.put('.');
        line.number(octet(address >>> 16));
        line.put(USER);
        line.number(note.user);
        line.put(TIME);
        line.time(note.epochMicros);
        line.put(REQUEST);
        line.put(note.flow.requestLine);
        line.put(STATUS);
        line.number(note.status);
        line.put(' ');
        line.number(bytes(note));

        line.put(note.flow == Flow.LOGIN ? NONE : REFERER);
        int before = line.at();
        line.put(BROWSERS[(note.session >>> 16) & (BROWSERS.length - 1)]);
        line.cutUnlessRoomFor(2, before);
        if (line.at() > before) {
            Filling.put(line, BLANK, line.roomBeside(2), random);
            line.put('"');
        } else if (Filling.put(line, OPEN, line.roomBeside(2), random)) {
            line.put('"');
        } else {
            line.put(NONE);
        }
        line.put('\n');
    }

    /** Always three digits. */
    private static int octet(int bits) {
        return 100 + (bits & 127);
    }

    private static int bytes(Note note) {
        return note.status < 400
                ? PAGE_BYTES_MIN + Math.floorMod(note.request, PAGE_BYTES_MORE)
                : ERROR_BYTES_MIN + Math.floorMod(note.request, ERROR_BYTES_MORE);
    }
}
