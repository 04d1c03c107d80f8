package io.logdrive.ingest.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The latest of dead letters that come the oldest first, and figures of all. Confined. */
final class LatestLetters {
    private final int limit;
    private final ArrayDeque<DeadLetter> latest = new ArrayDeque<>();
    private long count;
    private long lines;
    private long untilMillis;

    LatestLetters(int limit) {
        this.limit = limit;
    }

    void add(DeadLetter letter) {
        Chunk chunk = letter.chunk();
        count++;
        lines += chunk == null ? 0 : chunk.lines();
        untilMillis = Math.max(untilMillis, letter.atMillis());
        latest.addLast(letter);
        if (latest.size() > limit) {
            latest.removeFirst();
        }
    }

    DeadLetterPage page(boolean partial) {
        List<DeadLetter> letters = new ArrayList<>(latest);
        Collections.reverse(letters);
        return new DeadLetterPage(
                letters, count > letters.size(), count, lines, untilMillis, partial);
    }
}
