package io.logdrive.payara.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Parts many dead letters into what one transaction may hold. */
public final class LetterPortions {
    private static final int LETTERS_MAX = 100;
    private static final long BYTES_MAX = 4L << 20;

    private LetterPortions() {}

    /**
     * In their order, each at most 100 letters or 4 MiB; a larger letter is alone.
     *
     * @param bytes how many one has
     */
    public static <T> List<List<T>> of(List<T> letters, ToLongFunction<T> bytes) {
        List<List<T>> portions = new ArrayList<>();
        int from = 0;
        long sum = 0;
        for (int at = 0; at < letters.size(); at++) {
            long next = bytes.applyAsLong(letters.get(at));
            if (at > from && (at - from == LETTERS_MAX || sum + next > BYTES_MAX)) {
                portions.add(letters.subList(from, at));
                from = at;
                sum = 0;
            }
            sum += next;
        }
        if (from < letters.size()) {
            portions.add(letters.subList(from, letters.size()));
        }
        return portions;
    }
}
