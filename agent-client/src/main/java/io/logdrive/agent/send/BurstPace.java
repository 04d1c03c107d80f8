package io.logdrive.agent.send;

/**
 * Lines at a steady pace, and those of the bursts besides.
 *
 * @param burst the pace of one burst, whose duration is its length
 *     <p>Immutable.
 */
record BurstPace(SteadyPace steady, SteadyPace burst, long everyNanos) implements Pace {
    static BurstPace of(Bursts bursts, long durationNanos) {
        Bursts.Burst burst = bursts.burst();
        return new BurstPace(
                new SteadyPace(bursts.steady().linesPerSecond(), durationNanos),
                new SteadyPace(burst.rate().linesPerSecond(), burst.length().toNanos()),
                burst.every().toNanos());
    }

    @Override
    public long due(long elapsedNanos) {
        return steady.due(elapsedNanos) + ofBursts(elapsedNanos);
    }

    private long ofBursts(long elapsedNanos) {
        if (elapsedNanos < 0) {
            return 0;
        }
        boolean over = elapsedNanos >= steady.durationNanos();
        long at = over ? steady.durationNanos() : elapsedNanos;
        long length = burst.durationNanos();
        long into = at % everyNanos;
        long last = over ? burst.before(Math.min(into, length)) : burst.due(into);
        return at / everyNanos * burst.before(length) + last;
    }

    /** Looked for between the start and the time that the steady pace alone needs. */
    @Override
    public long dueAt(long line) {
        long low = 0;
        long high = steady.dueAt(line);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (due(middle) > line) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
