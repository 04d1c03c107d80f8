package io.logdrive.payara;

import io.logdrive.tls.ClientAuth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a TCP port of ours asks of who connects to it. Bound to an address that others can reach it
 * asks for TLS, unless the configuration says in so many words that it need not.
 *
 * @param tls its certificate, if it has one
 * @param sharedKey what senders by Forward must know; secret; empty: nothing
 * @param insecure whether others may connect without TLS
 *     <p>Immutable.
 */
public record PortProtection(ServerTlsConfig tls, String sharedKey, boolean insecure) {
    /** Nothing is asked for: a port that is bound to this machine alone. */
    public static final PortProtection NONE = new PortProtection(ServerTlsConfig.OFF, "", false);

    private static final int KEY_CHARS_MAX = 1_024;

    /**
     * Reads {@code PORT.tls.…}, {@code PORT.shared-key} and {@code PORT.insecure}; refuses {@code
     * PORT.address} when it is {@code address} and exposed.
     */
    public static PortProtection read(
            ConfigurationReader reader, String port, InetSocketAddress address) {
        ServerTlsConfig tls = ServerTlsConfig.read(reader, port);
        String sharedKey = reader.secret(port + ".shared-key", "");
        checkLength(reader, port + ".shared-key", sharedKey);
        boolean insecure = reader.flag(port + ".insecure", false);
        if (isExposed(address) && !tls.isOn() && !insecure) {
            String certificate = reader.nameOf(port + ".tls.certificate");
            reader.refuse(
                    port + ".address",
                    "a loopback address; or TLS, by "
                            + certificate
                            + " and "
                            + reader.nameOf(port + ".tls.key")
                            + " (payara/certificates makes both for a trial); or, where nobody"
                            + " else can reach the port, "
                            + reader.nameOf(port + ".insecure")
                            + "=true",
                    text(address) + " without any of them");
        }
        return new PortProtection(tls, sharedKey, insecure);
    }

    /**
     * Refuses {@code PORT.address} of a port that has no TLS when others can reach it; null: it is
     * off.
     */
    public static void checkUdp(
            ConfigurationReader reader, String port, @Nullable InetSocketAddress address) {
        boolean insecure = reader.flag(port + ".insecure", false);
        if (address != null && isExposed(address) && !insecure) {
            reader.refuse(
                    port + ".address",
                    "off or a loopback address, for UDP has no TLS and anybody may forge a sender;"
                            + " or, where only your own senders can reach the port, "
                            + reader.nameOf(port + ".insecure")
                            + "=true",
                    text(address) + " without it");
        }
    }

    /** Refuses a shared key that no handshake can carry. */
    static void checkLength(ConfigurationReader reader, String key, String sharedKey) {
        if (sharedKey.length() > KEY_CHARS_MAX) {
            reader.refuse(
                    key,
                    "at most " + KEY_CHARS_MAX + " characters",
                    Integer.toString(sharedKey.length()));
        }
    }

    /** Whether an address can be reached from other machines; one that is unknown cannot. */
    public static boolean isExposed(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host != null && !host.isLoopbackAddress();
    }

    /**
     * Whether a connection may go on without TLS.
     *
     * @param local where it came to; null: it is gone already
     * @param remote where it came from; null: it is gone already
     */
    public boolean takesPlain(
            @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {
        if (!tls.isOn()) {
            return true;
        }
        if (!sharedKey.isEmpty()) {
            // Its handshake begins with the server: inside TLS, where there is TLS.
            return false;
        }
        boolean here = local != null && remote != null && !isExposed(local) && !isExposed(remote);
        return insecure || (here && tls.clients() != ClientAuth.REQUIRED);
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "PortProtection[tls="
                + tls
                + ", sharedKey="
                + (sharedKey.isEmpty() ? "none" : "********")
                + ", insecure="
                + insecure
                + "]";
    }
}
