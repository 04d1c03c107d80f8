package io.logdrive.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the texts of JDK and Netty mean. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Empty client certificate chain|no-certificate",
                "handshake timed out after 10000ms|timeout",
                "Received fatal alert: protocol_version|protocol",
                "Client requested protocol TLSv1 is not enabled or supported|protocol",
                "no cipher suites in common|protocol",
                "not an SSL/TLS record: 6869|plain",
                "Received fatal alert: unknown_ca|by-peer",
                "Tag mismatch|handshake",
            })
    void isFoundInWhatIsSaid(String said, String word) {
        assertThat(Refusal.of(new SSLHandshakeException(said)).word()).isEqualTo(word);
    }

    @Test
    void connectionThatEndsWithinTheHandshakeIsClosed() {
        assertThat(Refusal.of(new ClosedChannelException())).isEqualTo(Refusal.CLOSED);
        assertThat(Refusal.of(new IOException("Connection reset by peer")))
                .isEqualTo(Refusal.CLOSED);
    }

    @Test
    void certificateThatIsNotTakenIsFoundBeneathWhatTheJdkMakesOfIt() {
        SSLException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(
                new RefusedCertificateException(
                        Refusal.EXPIRED, "expected a valid one", new IOException()));

        assertThat(Refusal.of(failure)).isEqualTo(Refusal.EXPIRED);
        assertThat(Refusal.text(failure)).isEqualTo("expected a valid one");
    }

    @Test
    void textHasNeitherBytesOfOthersNorControlCharacters() {
        assertThat(Refusal.text(new SSLException("not an SSL/TLS record: 736563726574")))
                .isEqualTo("expected TLS, found other bytes");
        assertThat(Refusal.text(new SSLException("a\nb\u202ec"))).isEqualTo("a?b?c");
    }
}
