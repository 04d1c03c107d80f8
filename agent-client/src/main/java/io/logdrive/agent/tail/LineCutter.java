package io.logdrive.agent.tail;

/**
 * Each line is an event; one that is too long is cut, and the rest of it passed over.
 *
 * <p>Confined to the thread that reads.
 */
final class LineCutter implements EventCutter {
    private final LineEnds lineEnds;
    private final int lineBytesMax;

    LineCutter(LineEnds lineEnds, int lineBytesMax) {
        this.lineEnds = lineEnds;
        this.lineBytesMax = lineBytesMax - lineBytesMax % lineEnds.width();
    }

    @Override
    public int bytesEnough() {
        return lineBytesMax + 2 * lineEnds.width();
    }

    @Override
    public void cut(byte[] bytes, int length, boolean skipping, boolean ends, Cuts cuts) {
        cuts.clear();
        // What may be the first half of a character stays.
        int to = ends ? length : length - length % lineEnds.width();
        int at = skipping ? skipped(bytes, to, ends, cuts) : 0;
        while (at < to && !cuts.isSkipping() && !cuts.isFull()) {
            int newline = lineEnds.find(bytes, at, to);
            if (newline >= 0) {
                int end = lineEnds.trimmed(bytes, at, newline);
                at = add(at, end, newline + lineEnds.width(), cuts);
            } else if (ends) {
                at = add(at, to, to, cuts);
            } else if (to - at > lineBytesMax + lineEnds.width()) {
                add(at, to, to, cuts);
                cuts.skipping(true);
            } else {
                return;
            }
        }
    }

    private int skipped(byte[] bytes, int to, boolean ends, Cuts cuts) {
        int newline = lineEnds.find(bytes, 0, to);
        int next = newline < 0 ? to : newline + lineEnds.width();
        cuts.consumed(next);
        cuts.skipping(newline < 0 && !ends);
        return next;
    }

    private int add(int start, int end, int next, Cuts cuts) {
        boolean cut = end - start > lineBytesMax;
        cuts.add(start, cut ? start + lineBytesMax : end, next, cut);
        return next;
    }
}
