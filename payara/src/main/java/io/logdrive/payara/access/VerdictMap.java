package io.logdrive.payara.access;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Credentials and verdicts as maps of texts: what the two WARs can hand each other in one process,
 * since each has its own copy of our classes.
 *
 * <p>Thread-safe.
 */
final class VerdictMap {
    private static final String VERDICT = "verdict";
    private static final String KIND = "kind";
    private static final String NAME = "name";
    private static final String SECRET = "secret";
    private static final String ADDRESS = "address";
    private static final String ROLE = "role";
    private static final String FILTER = "filter";
    private static final String TEXT = "text";
    private static final int SECONDS_DIGITS_MAX = 9;

    private VerdictMap() {}

    static Map<String, String> of(Credentials credentials) {
        return Map.of(
                KIND,
                credentials.kind().name(),
                NAME,
                credentials.name(),
                SECRET,
                credentials.secret(),
                ADDRESS,
                credentials.address());
    }

    /**
     * @throws IllegalArgumentException when it is no such map
     */
    static Credentials credentials(Map<String, String> map) {
        return new Credentials(
                Credentials.Kind.valueOf(text(map, KIND)),
                text(map, NAME),
                text(map, SECRET),
                text(map, ADDRESS));
    }

    static Map<String, String> of(Verdict verdict) {
        if (verdict instanceof Verdict.Known known) {
            return of(known.caller());
        } else if (verdict instanceof Verdict.Refused refused) {
            return Map.of(VERDICT, "refused", TEXT, refused.reason());
        } else if (verdict instanceof Verdict.Throttled throttled) {
            String seconds = Integer.toString(throttled.retryAfterSeconds());
            return Map.of(VERDICT, "throttled", TEXT, seconds);
        } else if (verdict instanceof Verdict.Away away) {
            return Map.of(VERDICT, "away", TEXT, away.problem());
        }
        return Map.of(VERDICT, verdict instanceof Verdict.NoUsers ? "no-users" : "anonymous");
    }

    private static Map<String, String> of(Caller caller) {
        Map<String, String> map = new HashMap<>();
        map.put(VERDICT, "known");
        map.put(NAME, caller.name());
        map.put(ROLE, caller.role().name());
        map.put(KIND, caller.by().name());
        String filter = caller.filter();
        if (filter != null) {
            map.put(FILTER, filter);
        }
        return map;
    }

    /**
     * @throws IllegalArgumentException when it is no such map
     */
    static Verdict verdict(Map<String, String> map) {
        return switch (text(map, VERDICT)) {
            case "known" ->
                    new Verdict.Known(
                            new Caller(
                                    text(map, NAME),
                                    Role.valueOf(text(map, ROLE)),
                                    Credentials.Kind.valueOf(text(map, KIND)),
                                    map.get(FILTER)));
            case "anonymous" -> new Verdict.Anonymous();
            case "no-users" -> new Verdict.NoUsers();
            case "refused" -> new Verdict.Refused(text(map, TEXT));
            case "throttled" -> new Verdict.Throttled(seconds(text(map, TEXT)));
            case "away" -> new Verdict.Away(text(map, TEXT));
            default -> throw new IllegalArgumentException("verdict: expected one, found another");
        };
    }

    private static int seconds(String text) {
        if (text.isEmpty() || text.length() > SECONDS_DIGITS_MAX) {
            throw new IllegalArgumentException("seconds: expected a number, found another");
        }
        return Integer.parseInt(text);
    }

    private static String text(Map<String, String> map, String key) {
        String text = map.get(key);
        if (text == null) {
            throw new IllegalArgumentException(
                    key.toLowerCase(Locale.ROOT) + ": expected a text, found none");
        }
        return text;
    }
}
