package io.logdrive.ingest.listen;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.PortProtection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where syslog comes in over UDP.
 *
 * <p>Immutable.
 *
 * @param address null: nowhere
 * @param receiveBuffer bytes of datagrams that the kernel is to keep for us
 */
public record SyslogUdpConfig(@Nullable InetSocketAddress address, int receiveBuffer) {

    /** Reads {@code logdrive.ingest.listen.syslog-udp.…}. */
    static SyslogUdpConfig read(ConfigurationReader reader) {
        InetSocketAddress address =
                reader.addressOrOff("listen.syslog-udp.address", "127.0.0.1:5514");
        PortProtection.checkUdp(reader, "listen.syslog-udp", address);
        return new SyslogUdpConfig(
                address,
                (int) reader.bytes("listen.syslog-udp.receive-buffer", 4 << 20, 1 << 16, 1 << 30));
    }
}
