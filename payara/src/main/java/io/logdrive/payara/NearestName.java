package io.logdrive.payara;

import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what a misspelt name was meant to be. Thread-safe. */
public final class NearestName {
    private static final int LENGTH_MAX = 64;
    private static final int SHORT = 3;
    private static final int DISTANCE_MAX = 3;

    private NearestName() {}

    /** The candidate with the least edit distance, of several the first in the alphabet. */
    public static String of(String name, Collection<String> candidates) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : new TreeSet<>(candidates)) {
            int distance = distance(cut(name), candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /**
     * For a message, what may have been meant: {@code nearest: limit} when that is near enough to
     * be a slip of the pen, else all that there is, {@code one of after, limit}.
     */
    public static String hint(String name, Collection<String> candidates) {
        String near = near(name, candidates);
        return near != null
                ? "nearest: " + near
                : "one of " + String.join(", ", new TreeSet<>(candidates));
    }

    /** The nearest one when that is near enough to be meant, else null. */
    public static @Nullable String near(String name, Collection<String> candidates) {
        String nearest = of(name, candidates);
        return distance(cut(name), nearest) <= slips(name) ? nearest : null;
    }

    /** How many letters may be wrong in a name that is still the same one. */
    private static int slips(String name) {
        return name.length() <= SHORT ? 1 : Math.min(DISTANCE_MAX, name.length() / 2);
    }

    private static String cut(String name) {
        return name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name;
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
