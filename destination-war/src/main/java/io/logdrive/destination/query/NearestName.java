package io.logdrive.destination.query;

import java.util.Collection;
import java.util.TreeSet;

/** Finds what a misspelt name was meant to be. Thread-safe. */
final class NearestName {
    private static final int LENGTH_MAX = 64;

    private NearestName() {}

    /** The candidate with the least edit distance, of several the first in the alphabet. */
    static String of(String name, Collection<String> candidates) {
        String cut = name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name;
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : new TreeSet<>(candidates)) {
            int distance = distance(cut, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
