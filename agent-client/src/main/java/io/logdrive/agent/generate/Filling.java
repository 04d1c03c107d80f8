package io.logdrive.agent.generate;

/** Words that bring a line to a wanted length. Immutable. */
final class Filling {
    private static final Piece NAME = Piece.of(",\"detail\":\"");
    private static final int TEXT_BYTES = GeneratedLines.LINE_BYTES_MAX;
    private static final Piece WORDS = words();

    private Filling() {}

    /** Adds a field of exactly so many bytes, or nothing where they are too few for a field. */
    static void put(LineBytes line, int bytes, SeededRandom random) {
        int rest = bytes - NAME.length() - 1;
        if (rest <= 0) {
            return;
        }
        line.put(NAME);
        line.put(WORDS, random.below(TEXT_BYTES), rest);
        line.put('"');
    }

    private static Piece words() {
        String[] some = {
            "at", "after", "buffer", "call", "retry", "queue", "thread", "state", "open", "handle",
            "from", "index", "shard", "page", "offset", "lease", "by", "timeout", "token", "batch"
        };
        SeededRandom random = new SeededRandom(0, 0);
        StringBuilder text = new StringBuilder();
        while (text.length() < 2 * TEXT_BYTES) {
            text.append(some[random.below(some.length)]).append(' ');
            if (random.onceIn(4)) {
                text.append(random.below(1_000_000)).append(' ');
            }
        }
        return Piece.of(text.toString());
    }
}
