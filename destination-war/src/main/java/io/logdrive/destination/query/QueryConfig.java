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
 * @param exportsMax how many exports may run at the same time
 * @param tails how live tails are served
 */
public record QueryConfig(
        Duration timeoutDefault, Duration timeoutMax, int exportsMax, Tails tails) {
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);
    private static final int EXPORTS_MAX = 4;
    private static final int TAILS_MAX = 100;
    private static final int TAIL_QUEUE_MAX = 1_000;
    // Nobody reads faster; and what tails may cost the writer is bounded by it.
    private static final int TAIL_RATE_MAX = 10_000;
    private static final Duration TAIL_HEARTBEAT = Duration.ofSeconds(15);

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
        return new QueryConfig(
                byDefault,
                max,
                reader.integer("query.exports-max", EXPORTS_MAX, 1, 100),
                new Tails(
                        reader.integer("query.tails-max", TAILS_MAX, 0, 10_000),
                        reader.integer("query.tail-queue-max", TAIL_QUEUE_MAX, 1, 100_000),
                        reader.integer("query.tail-rate-max", TAIL_RATE_MAX, 1, 10_000_000),
                        reader.duration(
                                "query.tail-heartbeat",
                                TAIL_HEARTBEAT,
                                Duration.ofSeconds(1),
                                most)));
    }

    /**
     * How live tails are served.
     *
     * <p>Immutable.
     *
     * @param max how many at the same time
     * @param queueMax how many messages wait for one slow client
     * @param rateMax how many messages all of them get in a second, in fair shares
     * @param heartbeat how long a tail is silent at most
     */
    public record Tails(int max, int queueMax, int rateMax, Duration heartbeat) {}
}
