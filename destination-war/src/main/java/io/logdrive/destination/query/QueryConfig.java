package io.logdrive.destination.query;

import io.logdrive.payara.ConfigurationReader;
import java.time.Duration;

/**
 * Settings of the query API.
 *
 * <p>Immutable.
 *
 * @param timeoutDefault how long a query may take when it says nothing
 * @param timeoutMax what it may ask for at most; more is cut to this
 */
public record QueryConfig(Duration timeoutDefault, Duration timeoutMax) {
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);

    /** Reads the keys of the query API; problems stay with the reader. */
    public static QueryConfig from(ConfigurationReader reader) {
        Duration least = Duration.ofMillis(100);
        Duration most = Duration.ofHours(1);
        Duration byDefault = reader.duration("query.timeout-default", TIMEOUT_DEFAULT, least, most);
        Duration max = reader.duration("query.timeout-max", TIMEOUT_MAX, least, most);
        if (byDefault.compareTo(max) > 0) {
            reader.refuse(
                    "query.timeout-default",
                    "at most query.timeout-max, " + max,
                    byDefault.toString());
        }
        return new QueryConfig(byDefault, max);
    }
}
