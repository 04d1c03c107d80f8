package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class DatagramSendersTest {
    private final DatagramSenders senders = new DatagramSenders(0);

    @Test
    void knowsASenderByItsAddress() throws UnknownHostException {
        DatagramSender first = senders.of(address(1), 0);

        assertThat(senders.of(address(1), 1)).isSameAs(first);
        assertThat(senders.of(address(2), 2)).isNotSameAs(first);
        assertThat(first.origin().host()).isEqualTo("10.0.0.1");
    }

    @Test
    void forgetsWhoHasBeenSilentForLongSoThatItsNextLineBeginsAnotherOrigin()
            throws UnknownHostException {
        long hour = DatagramSenders.SILENT_NANOS_MAX;
        DatagramSender silent = senders.of(address(1), 0);
        DatagramSender lively = senders.of(address(2), 0);
        senders.of(address(2), hour - 1);

        // Somebody new is when it looks for them.
        senders.of(address(3), hour);

        assertThat(senders.of(address(1), hour)).isNotSameAs(silent);
        assertThat(senders.of(address(2), hour)).isSameAs(lively);
    }

    @Test
    void takesThoseBeyondItsBoundForOneSender() throws UnknownHostException {
        for (int i = 0; i < DatagramSenders.SENDERS_MAX; i++) {
            assertThat(senders.of(address(i), 0).origin().host()).isNotEmpty();
        }
        DatagramSender other = senders.of(address(5_000), 0);

        assertThat(other).isSameAs(senders.of(address(5_001), 0));
        assertThat(other.origin().host()).isEmpty();
        assertThat(senders.of(address(7), 0).origin().host()).isEqualTo("10.0.0.7");
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }
}
