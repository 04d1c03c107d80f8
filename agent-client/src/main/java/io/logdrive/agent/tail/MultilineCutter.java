package io.logdrive.agent.tail;

import java.nio.charset.Charset;

/**
 * An event is a line and all that follow as far as a {@link LineJoin} takes them, within bounds:
 * beyond them it ends, and what follows is an event, too, so that nothing is lost.
 *
 * <p>Confined to the thread that reads.
 */
final class MultilineCutter implements EventCutter {
    private final LineEnds lineEnds;
    private final LineJoin join;
    private final int bytesMax;
    private final LineCutter single;

    MultilineCutter(EventStart starts, Charset charset, int linesMax, int bytesMax) {
        this(new StartJoin(starts, charset, linesMax), charset, bytesMax);
    }

    MultilineCutter(LineJoin join, Charset charset, int bytesMax) {
        this.lineEnds = LineEnds.of(charset);
        this.join = join;
        this.bytesMax = bytesMax - bytesMax % lineEnds.width();
        this.single = new LineCutter(lineEnds, bytesMax);
    }

    @Override
    public int bytesEnough() {
        return single.bytesEnough();
    }

    @Override
    public void cut(byte[] bytes, int length, boolean skipping, boolean ends, Cuts cuts) {
        cuts.clear();
        if (skipping) {
            // Only up to where the cut line ends: the next turn begins with an event.
            int newline = lineEnds.find(bytes, 0, length);
            int stop = newline < 0 ? length : newline + lineEnds.width();
            single.cut(bytes, stop, true, ends && newline < 0, cuts);
            return;
        }
        int to = ends ? length : length - length % lineEnds.width();
        int at = 0;
        while (at < to && !cuts.isFull()) {
            int next = event(bytes, at, to, ends, cuts);
            if (next < 0) {
                return;
            }
            at = next;
        }
    }

    /** Adds the event that begins at {@code start}; answers where it ends, or -1: not known yet. */
    private int event(byte[] bytes, int start, int to, boolean ends, Cuts cuts) {
        int newline = lineEnds.find(bytes, start, to);
        if (newline < 0 || newline - start > bytesMax) {
            return alone(bytes, start, newline < 0 ? to : newline + lineEnds.width(), ends, cuts);
        }
        join.begin(bytes, start, newline);
        int last = newline;
        while (true) {
            int next = last + lineEnds.width();
            int following = lineEnds.find(bytes, next, to);
            int stop = following < 0 ? to : following;
            boolean full = join.isFull() || stop - start > bytesMax;
            if (full || (following >= 0 && !takes(bytes, start, next, following))) {
                return add(bytes, start, last, next, cuts);
            }
            if (following < 0) {
                if (ends) {
                    return next == to
                            ? add(bytes, start, last, next, cuts)
                            : addUpTo(start, to, cuts);
                }
                cuts.completeUpTo(next);
                return -1;
            }
            last = following;
        }
    }

    private boolean takes(byte[] bytes, int start, int next, int following) {
        return join.takes(bytes, next, following)
                && following - start + join.growthBytes() <= bytesMax;
    }

    /** A line that has no end yet, or is too long for an event. */
    private int alone(byte[] bytes, int start, int to, boolean ends, Cuts cuts) {
        boolean ended = to >= start + lineEnds.width() && lineEnds.find(bytes, start, to) >= 0;
        if (ended || ends) {
            int end = ended ? to - lineEnds.width() : to;
            boolean cut = end - start > bytesMax;
            cuts.add(start, cut ? start + bytesMax : end, to, cut);
            return to;
        }
        if (to - start > bytesMax + lineEnds.width()) {
            cuts.add(start, start + bytesMax, to, true);
            cuts.skipping(true);
        }
        return -1;
    }

    private int add(byte[] bytes, int start, int newline, int next, Cuts cuts) {
        cuts.add(start, lineEnds.trimmed(bytes, start, newline), next, false);
        return next;
    }

    /** Its last line has no newline. */
    private static int addUpTo(int start, int to, Cuts cuts) {
        cuts.add(start, to, to, false);
        return to;
    }
}
