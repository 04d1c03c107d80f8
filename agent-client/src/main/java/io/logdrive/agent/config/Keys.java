package io.logdrive.agent.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All keys there are. Immutable. */
public final class Keys {
    private static final int SLIPS_MAX = 3;
    private static final int NAME_MAX = 64;

    private final Map<String, Key> keys = new LinkedHashMap<>();

    public Keys(Collection<Key> all) {
        all.forEach(key -> keys.put(key.name(), key));
    }

    @Nullable Key of(String name) {
        return keys.get(name);
    }

    /** The names of those keys, in the order they were told in. */
    List<String> names(Predicate<Key> which) {
        return keys.values().stream().filter(which).map(Key::name).toList();
    }

    /** For a message about a name that is none: what may have been meant, or all there are. */
    static String hint(String name, List<String> candidates) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int slips = slips(name, candidate);
            nearest = slips < least ? candidate : nearest;
            least = Math.min(slips, least);
        }
        int bearable = Math.max(1, Math.min(SLIPS_MAX, name.length() / 2));
        return least <= bearable
                ? "nearest: " + nearest
                : "one of " + String.join(", ", candidates);
    }

    /** Levenshtein's distance: letters to insert, leave out or change. */
    private static int slips(String name, String candidate) {
        String from = name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
        int[] row = new int[candidate.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            int diagonal = i;
            for (int j = 0; j <= candidate.length(); j++) {
                int above = row[j];
                boolean same = i > 0 && j > 0 && from.charAt(i - 1) == candidate.charAt(j - 1);
                int changed = diagonal + (same ? 0 : 1);
                int left = j > 0 ? row[j - 1] + 1 : Integer.MAX_VALUE;
                row[j] = i == 0 ? j : j == 0 ? i : Math.min(changed, Math.min(left, above + 1));
                diagonal = above;
            }
        }
        return row[candidate.length()];
    }
}
