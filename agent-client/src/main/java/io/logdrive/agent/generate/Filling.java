package io.logdrive.agent.generate;

/** Words that bring a line to a wanted length. Immutable. */
final class Filling {
    private static final int TEXT_BYTES = GeneratedLines.LINE_BYTES_MAX;
    private static final Piece WORDS = words();

    private Filling() {}

    /**
     * Adds a piece and words behind it, exactly so many bytes in all, or nothing where they are too
     * few for a word.
     *
     * @return whether there was room
     */
    static boolean put(LineBytes line, Piece before, int bytes, SeededRandom random) {
        int rest = bytes - before.length();
        if (rest <= 0) {
            return false;
        }
        line.put(before);
        line.put(WORDS, random.below(TEXT_BYTES), rest);
        return true;
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
