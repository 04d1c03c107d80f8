package io.logdrive.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.payara.TestCertificates;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Verdict;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsMaterial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking a destination inside TLS, whose certificate an authority of one's own has signed. */
class HttpsVerifierIT {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    @TempDir Path folder;
    private TestCertificates certificates;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        certificates = TestCertificates.make(folder).issue("destination", "EC");
        TlsMaterial material =
                read(
                        new TlsFiles(
                                null,
                                Path.of(certificates.file("destination.pem")),
                                Path.of(certificates.file("destination.key"))));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {Objects.requireNonNull(material.keys())}, null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/destination/me",
                exchange -> {
                    byte[] body =
                            "{\"user\":null,\"logIn\":[\"password\"],\"security\":\"on\"}"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void asksADestinationWhoseAuthorityIsConfigured() {
        assertThat(ask("127.0.0.1", certificates.file("ca.pem")))
                .isEqualTo(new Verdict.Anonymous());
    }

    @Test
    void asksNobodyElseAndSaysWhy() {
        assertThat(ask("127.0.0.1", "").toString())
                .contains(
                        "a certificate that is refused: expected a server certificate that this JVM"
                                + " trusts, found");
        assertThat(ask("localhost", certificates.file("ca.pem")).toString())
                .contains("expected a server certificate for the host of the URL, found one for");
    }

    @Test
    void readsTheKeyWithAUrlThatItIsForAlone() {
        Assertions.assertThatThrownBy(
                        () -> config("http://127.0.0.1:1/destination", certificates.file("ca.pem")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.access.url: expected https://…, for"
                                + " access.ca is set, found http://127.0.0.1:1/destination");
        Assertions.assertThatThrownBy(() -> config("https://logs/destination", "/nowhere.pem"))
                .hasMessage(
                        "configuration: logdrive.ingest.access.ca: expected a PEM file, found no"
                                + " file (/nowhere.pem)");
    }

    private Verdict ask(String host, String authorities) {
        String url = "https://" + host + ":" + server.getAddress().getPort() + "/destination";
        AccessConfig config = config(url, authorities);
        HttpVerifier verifier =
                new HttpVerifier(URI.create(url), config.trust(), executor, System::nanoTime);
        return verifier.verify(Credentials.none("192.0.2.1"));
    }

    private static AccessConfig config(String url, String authorities) {
        ConfigurationReader reader =
                new ConfigurationReader(
                        "logdrive.ingest.",
                        Settings.ofMap(
                                Map.of(
                                        "logdrive.ingest.access.url",
                                        url,
                                        "logdrive.ingest.access.ca",
                                        authorities)));
        AccessConfig config = AccessConfig.read(reader);
        reader.finish();
        return config;
    }

    private static TlsMaterial read(TlsFiles files) {
        List<io.logdrive.tls.TlsProblem> problems = new ArrayList<>();
        TlsMaterial material = files.read(problems);
        assertThat(problems).isEmpty();
        return Objects.requireNonNull(material);
    }
}
