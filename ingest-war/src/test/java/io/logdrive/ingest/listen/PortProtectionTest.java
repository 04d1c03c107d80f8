package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.PortProtection;
import io.logdrive.payara.Settings;
import io.logdrive.payara.TestCertificates;
import io.logdrive.tls.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortProtectionTest {
    private static final String PREFIX = "logdrive.ingest.listen.";
    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 5170);
    private static final InetSocketAddress EVERYWHERE = new InetSocketAddress("0.0.0.0", 5170);
    private static final InetSocketAddress THERE = new InetSocketAddress("192.0.2.7", 40_000);

    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;

    @BeforeAll
    static void make() {
        certificates = TestCertificates.make(made);
    }

    @Test
    void asksForNothingByDefault() {
        PortProtection found = read(Map.of());

        assertThat(found).isEqualTo(PortProtection.NONE);
        assertThat(found.takesPlain(HERE, THERE)).isTrue();
    }

    @Test
    void asksForAClientsCertificateWhereItsAuthorityIsNamed() {
        Map<String, String> files = new HashMap<>(files());
        files.put("tls.client-ca", certificates.file("ca.pem"));

        assertThat(read(files()).tls().clients()).isEqualTo(ClientAuth.NONE);
        assertThat(read(files).tls().clients()).isEqualTo(ClientAuth.REQUIRED);
        files.put("tls.client-auth", "optional");
        assertThat(read(files).tls().clients()).isEqualTo(ClientAuth.OPTIONAL);
        assertThat(read(files).tls().isOn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls.certificate|tls.key: expected one for the certificate, found none",
                "tls.key|tls.certificate: expected one for the key, found none",
                "tls.client-ca|tls.client-ca: expected it together with"
                        + " logdrive.ingest.listen.tls.certificate, found it alone",
            })
    void refusesOneWithoutTheOther(String given, String problem) {
        String file = certificates.file(given.equals("tls.key") ? "server.key" : "server.pem");

        assertThat(problems(Map.of(given, file), HERE)).containsExactly(PREFIX + problem);
    }

    @Test
    void refusesWhatItCannotAskOfClients() {
        Map<String, String> without = new HashMap<>(files());
        without.put("tls.client-auth", "required");

        assertThat(problems(without, HERE))
                .containsExactly(
                        PREFIX
                                + "tls.client-auth: expected none, or with it"
                                + " logdrive.ingest.listen.tls.client-ca, found required");
        assertThat(problems(Map.of("tls.client-auth", "maybe"), HERE))
                .containsExactly(
                        PREFIX
                                + "tls.client-auth: expected none, optional or required, found"
                                + " maybe");
        assertThat(problems(Map.of("tls.client-auth", "optional"), HERE))
                .containsExactly(
                        PREFIX
                                + "tls.client-auth: expected it together with"
                                + " logdrive.ingest.listen.tls.certificate, found optional");
    }

    @Test
    void saysWhatFilesHoldInstead() throws IOException {
        Path rsa =
                Files.writeString(
                        folder.resolve("rsa"),
                        "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----\n");
        Path missing = folder.resolve("missing");

        assertThat(
                        problems(
                                Map.of(
                                        "tls.certificate",
                                        missing.toString(),
                                        "tls.key",
                                        rsa.toString()),
                                HERE))
                .containsExactly(
                        PREFIX
                                + "tls.certificate: expected a PEM file, found no file ("
                                + missing
                                + ")",
                        PREFIX
                                + "tls.key: expected an unencrypted PKCS#8 key ('BEGIN PRIVATE"
                                + " KEY'), found 'BEGIN RSA PRIVATE KEY' ("
                                + rsa
                                + ")");
        assertThat(
                        problems(
                                Map.of(
                                        "tls.certificate",
                                        certificates.file("server.pem"),
                                        "tls.key",
                                        certificates.file("client.key")),
                                HERE))
                .containsExactly(
                        PREFIX
                                + "tls.key: expected the key of the certificate "
                                + certificates.file("server.pem")
                                + ", found another ("
                                + certificates.file("client.key")
                                + ")");
    }

    @Test
    void refusesToBeExposedWithoutTlsInWordsThatAreEnoughToMendIt() {
        assertThat(problems(Map.of(), EVERYWHERE))
                .containsExactly(
                        "logdrive.ingest.listen.address: expected a loopback address; or TLS, by"
                                + " logdrive.ingest.listen.tls.certificate and"
                                + " logdrive.ingest.listen.tls.key (payara/certificates makes both"
                                + " for a trial); or, where nobody else can reach the port,"
                                + " logdrive.ingest.listen.insecure=true, found 0.0.0.0:5170"
                                + " without any of them");
        assertThat(problems(Map.of(), THERE)).hasSize(1);
    }

    @Test
    void isExposedWithTlsOrWhenThatIsSaid() {
        assertThat(read(files(), EVERYWHERE).tls().isOn()).isTrue();
        assertThat(read(Map.of("insecure", "true"), EVERYWHERE).insecure()).isTrue();
    }

    @Test
    void takesWhoIsNotInsideTlsFromThisMachineAlone() {
        PortProtection protectedPort = read(files(), EVERYWHERE);
        Map<String, String> said = new HashMap<>(files());
        said.put("insecure", "true");
        Map<String, String> asked = new HashMap<>(files());
        asked.put("tls.client-ca", certificates.file("ca.pem"));
        Map<String, String> keyed = new HashMap<>(said);
        keyed.put("shared-key", "swordfish");

        assertThat(protectedPort.takesPlain(HERE, HERE)).isTrue();
        assertThat(protectedPort.takesPlain(THERE, THERE)).isFalse();
        assertThat(protectedPort.takesPlain(HERE, THERE)).isFalse();
        assertThat(read(said).takesPlain(THERE, THERE)).isTrue();
        assertThat(read(asked).takesPlain(HERE, HERE)).isFalse();
        assertThat(read(keyed).takesPlain(HERE, HERE)).isFalse();
        assertThat(read(Map.of("shared-key", "swordfish")).takesPlain(HERE, HERE)).isTrue();
    }

    @Test
    void readsTheSharedKeyFromAFileAndShowsItNowhere() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "swordfish\n");
        ConfigurationReader reader =
                new ConfigurationReader(
                        "logdrive.ingest.",
                        Settings.ofMap(Map.of(PREFIX + "shared-key-file", file.toString())));

        PortProtection found = PortProtection.read(reader, "listen", HERE);
        reader.finish();

        assertThat(found.sharedKey()).isEqualTo("swordfish");
        assertThat(found.toString()).doesNotContain("swordfish");
        assertThat(reader.effective()).doesNotContain("swordfish");
        assertThat(problems(Map.of("shared-key", "x".repeat(1_025)), HERE))
                .containsExactly(
                        PREFIX + "shared-key: expected at most 1024 characters, found 1025");
    }

    private static Map<String, String> files() {
        return Map.of(
                "tls.certificate", certificates.file("server.pem"),
                "tls.key", certificates.file("server.key"));
    }

    private static List<String> problems(Map<String, String> values, InetSocketAddress address) {
        ConfigurationReader reader = reader(values);
        PortProtection.read(reader, "listen", address);
        try {
            reader.finish();
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    private static PortProtection read(Map<String, String> values) {
        return read(values, HERE);
    }

    private static PortProtection read(Map<String, String> values, InetSocketAddress address) {
        ConfigurationReader reader = reader(values);
        PortProtection found = PortProtection.read(reader, "listen", address);
        reader.finish();
        return found;
    }

    private static ConfigurationReader reader(Map<String, String> values) {
        Map<String, String> settings = new HashMap<>();
        values.forEach((key, value) -> settings.put(PREFIX + key, value));
        return new ConfigurationReader("logdrive.ingest.", Settings.ofMap(settings));
    }
}
