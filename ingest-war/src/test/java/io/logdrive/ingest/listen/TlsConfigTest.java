package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsConfigTest {
    private static final String PREFIX = "logdrive.ingest.";
    private static final String KEY_EXPECTED =
            "logdrive.ingest.listen.tls.key: expected a PEM file with a private key as PKCS #8,"
                    + " not encrypted, found ";

    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;

    @BeforeAll
    static void make() {
        certificates = TestCertificates.make(made);
    }

    @Test
    void isOffByDefault() {
        assertThat(read(Map.of()).isOn()).isFalse();
    }

    @Test
    void readsTheFilesOfACertificateItsKeyAndTheClientsAuthority() {
        TlsConfig config =
                read(
                        Map.of(
                                "certificate", certificates.file("server.pem"),
                                "key", certificates.file("server.key"),
                                "client-ca", certificates.file("ca.pem")));

        assertThat(config.isOn()).isTrue();
        assertThat(config.context().isServer()).isTrue();
        assertThat(config.clientCa()).isEqualTo(certificates.file("ca.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate|key|listen.tls.key",
                "key|certificate|listen.tls.certificate",
            })
    void refusesOneWithoutTheOther(String given, String missing, String refused) {
        assertThatThrownBy(() -> read(Map.of(given, certificates.file("server.pem"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.%s: expected both this and"
                                + " logdrive.ingest.listen.tls.%s, or neither, found one",
                        refused, given);
        assertThat(missing).isNotEqualTo(given);
    }

    @Test
    void refusesAClientAuthorityAlone() {
        assertThatThrownBy(() -> read(Map.of("client-ca", certificates.file("ca.pem"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: logdrive.ingest.listen.tls.client-ca: expected it together"
                                + " with logdrive.ingest.listen.tls.certificate, found it alone");
    }

    @Test
    void saysWhichFilesAreMissing() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                "certificate",
                                                missing.toString(),
                                                "key",
                                                missing.toString())))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .containsExactly(
                                                "logdrive.ingest.listen.tls.certificate: expected a"
                                                        + " PEM file of X.509 certificates, found "
                                                        + missing
                                                        + " (NoSuchFileException)",
                                                KEY_EXPECTED + missing + " (NoSuchFileException)"));
    }

    @Test
    void saysWhatAFileHoldsInstead() throws IOException {
        Path rsa =
                Files.writeString(
                        folder.resolve("rsa"),
                        "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----\n");
        Path damaged =
                Files.writeString(
                        folder.resolve("damaged"),
                        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path empty = Files.createFile(folder.resolve("empty"));
        String server = certificates.file("server.pem");

        assertRefused(server, rsa.toString(), KEY_EXPECTED + rsa + " with RSA PRIVATE KEY");
        assertRefused(server, server, KEY_EXPECTED + server + " with CERTIFICATE");
        assertRefused(server, text.toString(), KEY_EXPECTED + text + " with something else");
        assertRefused(
                server,
                damaged.toString(),
                KEY_EXPECTED + damaged + " with a damaged one, or none of RSA, EC and EdDSA");
        assertRefused(
                server,
                certificates.file("client.key"),
                "logdrive.ingest.listen.tls.key: expected the key of the first certificate, found "
                        + certificates.file("client.key")
                        + " with another");
        String expected =
                "logdrive.ingest.listen.tls.certificate: expected a PEM file of X.509"
                        + " certificates, found ";
        String key = certificates.file("server.key");
        assertRefused(text.toString(), key, expected + text + " with something else");
        assertRefused(empty.toString(), key, expected + empty + " without any");
    }

    private static void assertRefused(String certificate, String key, String problem) {
        assertThatThrownBy(() -> read(Map.of("certificate", certificate, "key", key)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("configuration: " + problem);
    }

    private static TlsConfig read(Map<String, String> values) {
        Map<String, String> settings = new HashMap<>();
        values.forEach((key, value) -> settings.put(PREFIX + "listen.tls." + key, value));
        ConfigurationReader reader = new ConfigurationReader(PREFIX, Settings.ofMap(settings));
        TlsConfig config = TlsConfig.read(reader);
        reader.finish();
        return config;
    }
}
