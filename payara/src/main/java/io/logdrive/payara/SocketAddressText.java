package io.logdrive.payara;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The written form of a socket address. Thread-safe. */
final class SocketAddressText {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9a-fA-F:.%a-z]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

    private SocketAddressText() {}

    /** Null when {@code text} is no {@code host:port}. A host that does not resolve stays so. */
    static @Nullable InetSocketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return port > 65_535 ? null : new InetSocketAddress(host, port);
    }
}
