package io.logdrive.payara.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** What is this machine itself. Never asks a name server. Thread-safe. */
final class Loopback {
    private static final int ADDRESS_CHARS_MAX = 64;

    private Loopback() {}

    /** Whether an address as the container writes it is one of this machine alone. */
    static boolean isAddress(String text) {
        if (text.indexOf(':') >= 0) {
            return isIpv6(text);
        }
        return isIpv4(text);
    }

    /** Whether a {@code Host} header names this machine as nobody else's name server can. */
    static boolean isHost(String header) {
        String host = header;
        int port = header.lastIndexOf(':');
        if (port > header.lastIndexOf(']')) {
            if (!header.substring(port + 1).matches("\\d{1,5}")) {
                return false;
            }
            host = header.substring(0, port);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            return isIpv6(host.substring(1, host.length() - 1));
        }
        return host.toLowerCase(Locale.ROOT).equals("localhost") || isIpv4(host);
    }

    /** Four numbers alone: what else resolvers take for an address nobody writes. */
    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        // With a colon and of these characters it is a literal, or refused: no name is looked up.
        if (address.indexOf(':') < 0
                || address.length() > ADDRESS_CHARS_MAX
                || !address.matches("[0-9a-fA-F:][0-9a-fA-F:.]*")) {
            return false;
        }
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
