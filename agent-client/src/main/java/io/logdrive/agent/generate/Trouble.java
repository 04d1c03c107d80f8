package io.logdrive.agent.generate;

/**
 * What goes wrong. Mostly nothing; but once in a while a part is in trouble for some hundred lines,
 * in which many of its calls fail and the others are slow.
 *
 * <p>Confined to the thread that makes lines.
 */
final class Trouble {
    private static final int LINES_BETWEEN = 6_000;
    private static final int LINES_MIN = 200;
    private static final int LINES_MORE = 1_000;
    private static final int FAILS_ONCE_IN = 600;
    private static final int FAILS_IN_TROUBLE_ONCE_IN = 3;
    private static final int SLOWER_IN_TROUBLE = 12;

    /** What a latency is of the usual one, in 256ths, ascending: log-normal, a long tail. */
    private static final int[] SPREAD = spread();

    private final SeededRandom random;
    private Part part = Part.DB;
    private int linesLeft;

    Trouble(SeededRandom random) {
        this.random = random;
    }

    /** Goes on by a line. */
    void step() {
        if (linesLeft > 0) {
            linesLeft--;
        } else if (random.onceIn(LINES_BETWEEN)) {
            part = PARTS[random.below(PARTS.length)];
            linesLeft = LINES_MIN + random.below(LINES_MORE);
        }
    }

    /** Whether a call to that part fails now. */
    boolean fails(Part called) {
        return random.onceIn(hits(called) ? FAILS_IN_TROUBLE_ONCE_IN : FAILS_ONCE_IN);
    }

    /** How long a call takes that usually takes so long. */
    int latencyMillis(Part called, int usualMillis) {
        int latency = 1 + usualMillis * SPREAD[random.below(SPREAD.length)] / 256;
        return hits(called) ? latency * SLOWER_IN_TROUBLE : latency;
    }

    private boolean hits(Part called) {
        return linesLeft > 0 && called == part;
    }

    private static final Part[] PARTS = {
        Part.AUTH, Part.CATALOG, Part.ORDER, Part.PAYMENT, Part.DB, Part.MAIL
    };

    private static int[] spread() {
        int[] spread = new int[1024];
        for (int i = 0; i < spread.length; i++) {
            // The logistic distribution stands in for the normal one, whose inverse Java lacks.
            double share = (i + 0.5) / spread.length;
            spread[i] = (int) (256 * Math.exp(0.4 * Math.log(share / (1 - share))));
        }
        return spread;
    }
}
