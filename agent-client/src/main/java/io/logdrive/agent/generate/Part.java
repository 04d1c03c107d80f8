package io.logdrive.agent.generate;

import io.logdrive.agent.generate.Text.Blank;

/**
 * A part of the shop: what it says when a call is slow or fails, and what the caller makes of it.
 *
 * <p>Immutable.
 */
enum Part {
    GATEWAY("gateway", "gw", 2, "slow upstream: # ms", "upstream closed the connection", 502),
    AUTH("auth", "app", 3, "slow token check: # ms", "token expired", 401),
    CATALOG("catalog", "app", 3, "slow read: # ms", "cache miss and no replica to ask", 500),
    CART("cart", "app", 3, "slow write: # ms", "version conflict: \"cart\" changed meanwhile", 409),
    ORDER("order", "app", 3, "slow order: # ms", "no stock left to reserve", 409),
    PAYMENT("payment", "pay", 2, "slow provider: # ms", "provider answered 503", 503),
    DB("db", "db", 2, "slow query: # ms", "no connection free in pool \"main\"", 503),
    MAIL("mail", "mail", 1, "slow SMTP answer: # ms", "SMTP 451 4.7.1 try again later", 0);

    final Place place;
    final Text slow;
    final Text failed;
    final Text retried;

    /** What the gateway answers when it fails for good; 0: the request goes on without it. */
    final int status;

    @SuppressWarnings("EnumOrdinal") // for arrays made in the same run
    Part(String service, String host, int hosts, String slow, String failed, int status) {
        this.place = new Place(ordinal(), service, host, hosts);
        this.slow = Text.of(slow, Blank.LATENCY);
        this.failed = Text.of(failed);
        this.retried = Text.of("trying again: " + failed);
        this.status = status;
    }

    /** Whether a failed call to it is tried a second time before it counts. */
    boolean retries() {
        return this == DB || this == PAYMENT || this == MAIL;
    }
}
