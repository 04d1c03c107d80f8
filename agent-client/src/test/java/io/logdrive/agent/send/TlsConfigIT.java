package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of files that TLS cannot use. */
@Timeout(60)
class TlsConfigIT {
    @TempDir static Path folder;
    private static TestCertificates certificates;

    @BeforeAll
    static void make() {
        certificates = TestCertificates.make(folder);
    }

    private static Path file(String name, String text) {
        return TestCertificates.write(folder.resolve(name), text);
    }

    private static String relabelled(String type) {
        return certificates.key("rsa").replace("PRIVATE KEY", type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void nothingIsSaidOfFilesThatAreRight(String client) {
        Path ca = file("ca.pem", "subject=ca\n" + certificates.certificate("ca", "stranger"));
        Path chain = file("chain.pem", certificates.certificate(client, "ca"));
        Path key = file("key.pem", certificates.key(client).replace("\n", "\r\n"));

        assertThat(new TlsConfig(ca, chain, key).problems()).isEmpty();
        assertThat(TlsConfig.DEFAULT.problems()).isEmpty();
    }

    @Test
    void everyProblemIsSaidAtOnce() {
        Path ca = folder.resolve("none.pem");
        Path chain = file("text.pem", "hello");
        Path key = file("certificate.pem", certificates.certificate("rsa"));

        assertThat(new TlsConfig(ca, chain, key).problems())
                .containsExactly(
                        "tls ca " + ca + ": expected a PEM file, found no file",
                        "tls certificate "
                                + chain
                                + ": expected a PEM file ('BEGIN CERTIFICATE'), found no PEM block",
                        "tls key "
                                + key
                                + ": expected an unencrypted PKCS#8 key ('BEGIN PRIVATE KEY'),"
                                + " found 'BEGIN CERTIFICATE'");
    }

    @Test
    void certificateAndKeyComeTogether() {
        Path chain = file("alone.pem", certificates.certificate("rsa"));
        Path key = file("alone.key", certificates.key("rsa"));

        assertThat(new TlsConfig(null, chain, null).problems())
                .containsExactly("tls key: expected one for the certificate, found none");
        assertThat(new TlsConfig(null, null, key).problems())
                .containsExactly("tls certificate: expected one for the key, found none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "server"})
    void keyBelongsToTheCertificate(String other) {
        Path chain = file("pair.pem", certificates.certificate("ec"));
        Path key = file("pair.key", certificates.key(other.equals("ec") ? "rsa" : other));

        assertThat(new TlsConfig(null, chain, key).problems())
                .containsExactly(
                        "tls key "
                                + key
                                + ": expected the key of the certificate "
                                + chain
                                + ", found another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void keyIsUnencryptedPkcs8(String type) {
        Path chain = file("encrypted.pem", certificates.certificate("rsa"));
        Path key =
                file(
                        "encrypted.key",
                        "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n"
                                + relabelled(type));

        assertThat(new TlsConfig(null, chain, key).problems())
                .containsExactly(
                        "tls key "
                                + key
                                + ": expected an unencrypted PKCS#8 key ('BEGIN PRIVATE KEY'),"
                                + " found 'BEGIN "
                                + type
                                + "'");
    }

    @Test
    void damagedBlocksAreSaidWithoutWhatIsInThem() {
        String whole = certificates.certificate("rsa");
        Path ca = file("other.pem", certificates.key("rsa"));
        Path chain = file("damaged.pem", whole.replace(whole.substring(60, 88), ""));
        Path key = file("damaged.key", certificates.key("rsa").replace("\nM", "\n#"));
        Path bytes =
                file("bytes.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");

        assertThat(new TlsConfig(ca, chain, key).problems())
                .containsExactly(
                        "tls ca "
                                + ca
                                + ": expected a PEM file ('BEGIN CERTIFICATE'), found only 'BEGIN"
                                + " PRIVATE KEY'",
                        "tls certificate "
                                + chain
                                + ": expected an X.509 certificate, found other bytes in a 'BEGIN"
                                + " CERTIFICATE'",
                        "tls key "
                                + key
                                + ": expected Base64 in its PEM block, found other characters");
        assertThat(new TlsConfig(null, chain, bytes).problems())
                .last()
                .isEqualTo(
                        "tls key "
                                + bytes
                                + ": expected an RSA, EC or EdDSA key, found another, or damaged"
                                + " bytes, in its 'BEGIN PRIVATE KEY'");
    }

    @Test
    void fileThatIsTooLargeIsNotRead() throws IOException {
        Path ca = folder.resolve("large.pem");
        Files.write(ca, new byte[(4 << 20) + 1]);

        assertThat(new TlsConfig(ca, null, null).problems())
                .containsExactly(
                        "tls ca "
                                + ca
                                + ": expected a PEM file of at most 4194304 bytes, found 4194305"
                                + " bytes");
    }
}
