package io.logdrive.payara;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Finds keys that nothing reads: a misspelt setting must not be a silent default.
 *
 * <p>Both WARs may share one process and one file, so each answers for its own prefix only, and
 * every one for a prefix that belongs to nobody. Immutable.
 */
final class UnknownKeys {
    private static final List<String> PREFIXES =
            List.of("logdrive.ingest.", "logdrive.destination.");

    private final String prefix;
    private final Set<String> known;

    UnknownKeys(String prefix, Set<String> known) {
        this.prefix = prefix;
        this.known = known;
    }

    List<String> problemsIn(Settings settings) {
        List<String> problems = new ArrayList<>();
        for (String key : settings.keys()) {
            if (isOurs(key, ".", PREFIXES) && !known.contains(key)) {
                problems.add(problem(key, known));
            }
        }
        List<String> prefixes = PREFIXES.stream().map(Settings::variableOf).toList();
        List<String> variables = known.stream().map(Settings::variableOf).toList();
        for (String variable : settings.variables()) {
            if (isOurs(variable, "_", prefixes) && !variables.contains(variable)) {
                problems.add(problem(variable, variables));
            }
        }
        return problems;
    }

    private boolean isOurs(String key, String separator, List<String> prefixes) {
        if (!key.startsWith("logdrive" + separator) && !key.startsWith("LOGDRIVE" + separator)) {
            return false;
        }
        String own = separator.equals(".") ? prefix : Settings.variableOf(prefix);
        return key.startsWith(own)
                || (prefixes.stream().noneMatch(key::startsWith)
                        && !key.equals(Settings.FILE_KEY)
                        && !key.equals(Settings.variableOf(Settings.FILE_KEY)));
    }

    private static String problem(String key, Collection<String> candidates) {
        String nearest = NearestName.of(key, candidates);
        return key + ": expected a known key (nearest: " + nearest + "), found an unknown one";
    }
}
