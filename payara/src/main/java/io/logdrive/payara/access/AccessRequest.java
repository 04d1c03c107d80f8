package io.logdrive.payara.access;

import java.util.ArrayList;
import java.util.List;

/**
 * A request, as far as it matters who may come in.
 *
 * <p>Immutable.
 *
 * @param connection how it came
 * @param method such as {@code GET}
 * @param mandatory whether nobody may pass who is not known
 * @param headers its headers
 */
public record AccessRequest(
        Connection connection, String method, boolean mandatory, Headers headers) {
    private static final List<String> FORWARDED =
            List.of(
                    "Forwarded",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Port",
                    "X-Forwarded-Server",
                    "X-Forwarded-Prefix",
                    "X-Forwarded-By",
                    "X-Real-IP",
                    "Via");

    /**
     * How a request came.
     *
     * @param remote the address that it comes from, without a port
     * @param local the address that it reached, without a port
     * @param secure whether it is encrypted
     *     <p>Immutable.
     */
    public record Connection(String remote, String local, boolean secure) {}

    /** The headers of a request by name, whatever the case of its letters. */
    public interface Headers {
        /** All of that name, in order; none: empty. */
        List<String> values(String name);
    }

    /** The address that it comes from, without a port. */
    String remote() {
        return connection.remote();
    }

    /** Whether it may change something, whatever its resource says. */
    boolean isUnsafe() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Whether the bytes did not leave this machine on their way to us, as far as that is seen. */
    boolean isOfThisMachine() {
        return foreign().isEmpty();
    }

    /** What of it is not of this machine; empty when nothing is. */
    List<String> foreign() {
        List<String> foreign = new ArrayList<>();
        if (!Loopback.isAddress(connection.remote())) {
            foreign.add("a request from " + ShownText.of(connection.remote()));
        }
        if (!Loopback.isAddress(connection.local())) {
            foreign.add("a request to " + ShownText.of(connection.local()));
        }
        for (String name : FORWARDED) {
            if (!headers.values(name).isEmpty()) {
                foreign.add("the header " + name);
            }
        }
        return foreign;
    }

    /** As {@link #foreign}, and what names this machine as another one's name server may. */
    List<String> foreignOrNamedSo() {
        List<String> foreign = foreign();
        List<String> hosts = headers.values("Host");
        if (hosts.size() != 1) {
            foreign.add(hosts.size() + " Host headers");
        } else if (!Loopback.isHost(hosts.get(0))) {
            foreign.add("Host " + ShownText.of(hosts.get(0)));
        }
        return foreign;
    }

    /** Whether a page's script asks: a browser would put up a dialog for it that nobody expects. */
    boolean isOfScript() {
        return !headers.values("X-Requested-With").isEmpty()
                || headers.values("Sec-Fetch-Mode").stream()
                        .anyMatch(mode -> !mode.equals("navigate"));
    }
}
