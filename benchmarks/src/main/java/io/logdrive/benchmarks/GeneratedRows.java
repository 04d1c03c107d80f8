package io.logdrive.benchmarks;

import java.util.List;
import java.util.UUID;

/**
 * Rows of a small web shop as the agent's lines would have become them, evenly spread over the time
 * before {@code endMicros}: many of INFO, few of ERROR, one in {@value #RARE} of a kind that is
 * worth a search.
 *
 * <p>Immutable.
 *
 * @param count how many there are
 * @param days over how many days
 * @param endMicros after the last one
 * @param firstId of the first one; those with another have other origins
 */
record GeneratedRows(long count, int days, long endMicros, long firstId) implements Rows {
    static final int ORIGINS = 8;

    /** What one in {@value #RARE} rows says. */
    static final String RARE_TEXT = "checksum mismatch";

    private static final int RARE = 100_000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long JITTER_MICROS = 50_000;
    private static final int HOSTS = 3;
    private static final int USERS = 1_000;

    private static final List<String> SERVICES =
            List.of("gateway", "auth", "catalog", "cart", "order", "payment", "db", "mail");
    private static final List<String> PATHS =
            List.of("/login", "/search", "/products", "/cart", "/checkout", "/account");
    private static final List<String> BODIES =
            List.of(
                    "GET %2$s 200 for %1$s",
                    "user %1$s logged in from 10.0.%3$d.17",
                    "query found %3$d products in the catalog",
                    "item %3$d added to the cart of %1$s",
                    "order %3$d created for %1$s, waiting for payment",
                    "payment of order %3$d authorized by the bank",
                    "statement took %3$d ms, 1 row",
                    "mail for %1$s handed over to the relay");

    /** Of a thousand rows: how many have this severity or a lower one. */
    private static final int[] LEVELS_BELOW = {20, 220, 900, 980, 1_000};

    private static final int[] LEVELS = {1, 5, 9, 13, 17};

    /** Those of an empty table. */
    GeneratedRows(long count, int days, long endMicros) {
        this(count, days, endMicros, 1);
    }

    /** The first row's time, about. */
    long startMicros() {
        return endMicros - days * MICROS_PER_DAY;
    }

    /** The origin with that number, from 0. */
    UUID origin(int number) {
        long own = (firstId - 1) * ORIGINS + number;
        return new UUID(0x4c6f_6764_7269_7665L, 0x8000_0000_0000_0000L | own);
    }

    /** How many rows the origin has. */
    long countOf(int origin) {
        return (count + ORIGINS - 1 - origin) / ORIGINS;
    }

    @Override
    public SampleRow row(long number) {
        long random = mix(number);
        long received = startMicros() + (long) ((number + 1.0) / (count + 1) * span());
        int service = (int) (random & 7);
        int small = (int) (random >>> 8 & 0xfff);
        boolean rare = number % RARE == RARE / 2;
        int level = rare ? 21 : level((int) (random >>> 20 & 0x3ff) % 1_000);
        return new SampleRow(
                received - small * JITTER_MICROS / 0x1000,
                received,
                level,
                texts(random, service, small, level),
                origin((int) (number % ORIGINS)),
                number / ORIGINS);
    }

    private double span() {
        return (double) days * MICROS_PER_DAY - JITTER_MICROS;
    }

    private static SampleRow.Texts texts(long random, int service, int small, int level) {
        String user = "u" + (random >>> 30 & 0xffff) % USERS;
        String path = PATHS.get((int) (random >>> 46 & 0xff) % PATHS.size());
        String body =
                switch (level) {
                    case 21 -> RARE_TEXT + " in block " + small + " of volume 7";
                    case 17 -> "payment declined: no answer from the bank within " + small + " ms";
                    default -> body(BODIES.get(service), user, path, small);
                };
        int status = level == 17 ? 503 : level == 13 ? 404 : 200;
        String fields =
                "{\"request\":\""
                        + Long.toHexString(random >>> 32)
                        + "\",\"user\":\""
                        + user
                        + "\",\"session\":\""
                        + Integer.toHexString(user.hashCode())
                        + "\",\"path\":\""
                        + path
                        + "\",\"status\":"
                        + status
                        + ",\"latency\":"
                        + small
                        + "}";
        String host = SERVICES.get(service) + "-" + (1 + (int) (random >>> 54) % HOSTS);
        return new SampleRow.Texts(SERVICES.get(service), host, null, body, fields);
    }

    /** As String.format would; that takes longer than the database. */
    private static String body(String pattern, String user, String path, int small) {
        return pattern.replace("%1$s", user)
                .replace("%2$s", path)
                .replace("%3$d", Integer.toString(small));
    }

    private static int level(int thousandth) {
        int i = 0;
        while (thousandth >= LEVELS_BELOW[i]) {
            i++;
        }
        return LEVELS[i];
    }

    /** SplitMix64's finish: the same number, the same bits. */
    private static long mix(long number) {
        long z = (number + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
