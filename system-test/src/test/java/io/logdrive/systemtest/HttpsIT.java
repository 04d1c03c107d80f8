package io.logdrive.systemtest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code payara/run} with HTTPS: what is open, who is answered, a renewal while it runs. */
@ExtendWith(ProcessLogs.class)
class HttpsIT {
    private static final String REQUEST =
            String.join(
                    "\r\n",
                    "GET /ingest/queue HTTP/1.0",
                    "Host: 127.0.0.1",
                    "Accept: application/json",
                    "",
                    "");

    private static final Duration SOON = Duration.ofMinutes(1);

    private final Path folder = Folders.fresh(HttpsIT.class);
    private final int httpPort = FreePorts.next();
    private final int httpsPort = FreePorts.next();
    private final int intakePort = FreePorts.next();
    private final int receivePort = FreePorts.next();

    @Test
    void answersInsideTlsOfTodayByTheCertificateThatIsInTheFilesNow() throws Exception {
        TrialCertificates certificates = TrialCertificates.make(folder, "certificates");
        GuardedProcess run = start(certificates);
        RunCommand.awaitReady(run);
        Path log = folder.resolve("data/log/payara-ingest.log");

        X509Certificate first = shown(certificates, "TLSv1.3");
        assertThat(shown(certificates, "TLSv1.2")).isEqualTo(first);
        Assertions.assertThatThrownBy(() -> shown(certificates, "TLSv1.1"))
                .isInstanceOf(Exception.class);
        assertThat(openPorts(run))
                .containsExactlyInAnyOrder(
                        "tcp 127.0.0.1:" + httpPort,
                        "tcp 127.0.0.1:" + httpsPort,
                        "tcp 127.0.0.1:" + intakePort);
        assertThat(new Http(httpPort).send("GET", "/ingest/metrics", "Accept", "*/*").body())
                .containsPattern("\nlogdrive_https_certificate_expiry_days \\d+\\.")
                .contains("\nlogdrive_access_refused_requests_total{reason=\"credentials\"} 0.0");
        certificates.renew("server");
        await("renewed")
                .atMost(SOON)
                .until(() -> Files.readString(log).contains("certificate-renewed port=https"));
        X509Certificate second = shown(certificates, "TLSv1.3");
        assertThat(second).isNotEqualTo(first);
        certificates.cutInHalf("server.pem");
        await("kept")
                .atMost(SOON)
                .until(() -> Files.readString(log).contains("certificate-kept port=https"));
        assertThat(shown(certificates, "TLSv1.3")).isEqualTo(second);

        run.terminate();
        assertThat(run.awaitExit(SOON)).isZero();
    }

    private GuardedProcess start(TrialCertificates certificates) throws IOException {
        return RunCommand.start(
                folder,
                Map.of(
                        "logdrive.ingest.listen.address", "127.0.0.1:" + intakePort,
                        "logdrive.ingest.listen.syslog-udp.address", "off",
                        "logdrive.ingest.forward.address", "127.0.0.1:" + receivePort),
                "ingest",
                "--port",
                Integer.toString(httpPort),
                "--https-port",
                Integer.toString(httpsPort),
                "--certificate",
                certificates.file("server.pem").toString(),
                "--key",
                certificates.file("server.key").toString());
    }

    /** What all processes that the script has started have open. */
    private static Set<String> openPorts(GuardedProcess run) {
        Set<String> open = new TreeSet<>();
        ProcessHandle.of(run.pid())
                .orElseThrow()
                .descendants()
                .forEach(child -> open.addAll(ListeningSockets.of(child.pid())));
        return open;
    }

    /** The certificate of the server, which is asked for {@code /ingest/queue} as well. */
    private X509Certificate shown(TrialCertificates certificates, String protocol)
            throws IOException, GeneralSecurityException {
        try (SSLSocket socket =
                (SSLSocket)
                        certificates
                                .trusted()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", httpsPort)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            if (!answer.startsWith("HTTP/1.1 200") && !answer.startsWith("HTTP/1.0 200")) {
                throw new SSLException("expected 200, found " + answer);
            }
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
