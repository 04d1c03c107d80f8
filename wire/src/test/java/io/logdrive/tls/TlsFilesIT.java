package io.logdrive.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.tls.TlsProblem.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of PEM files and said of those that are wrong. */
class TlsFilesIT {
    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;

    @BeforeAll
    static void make() {
        certificates =
                TestCertificates.make(made)
                        .issue("rsa", "RSA")
                        .issue("ec", "EC", "-dname", "O=Mill, CN=web-1, OU=saws")
                        .issue("ed", "EdDSA", "-dname", "O=Mill");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed"})
    void readsAuthoritiesAndAPairOfEachAlgorithm(String alias) {
        TlsMaterial material =
                Objects.requireNonNull(
                        read(
                                certificates.file("ca.pem"),
                                certificates.file(alias + ".pem"),
                                certificates.file(alias + ".key")));

        assertThat(material.authorities()).hasSize(1);
        assertThat(material.chain()).hasSize(1);
        assertThat(material.expires()).isEqualTo(material.chain().get(0).getNotAfter().toInstant());
        assertThat(material.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void readsAChainAndPassesOverWhatStandsBetweenBlocks() throws IOException {
        Path chain =
                Files.writeString(
                        folder.resolve("chain.pem"),
                        "subject=rsa\r\n"
                                + Files.readString(certificates.file("rsa.pem"))
                                        .replace("\n", "\r\n")
                                + "issuer=ca\n"
                                + Files.readString(certificates.file("ca.pem")));

        TlsMaterial material =
                Objects.requireNonNull(read(null, chain, certificates.file("rsa.key")));

        assertThat(material.chain()).hasSize(2);
        assertThat(material.subject()).isEqualTo("CN=rsa");
        assertThat(material.authorities()).isEmpty();
    }

    @Test
    void identityIsTheCommonNameElseTheFirstDnsName() {
        assertThat(identity("ec")).isEqualTo("web-1");
        assertThat(identity("ed")).isEqualTo("localhost");
    }

    @Test
    void identityIsCleanedAndBounded() {
        certificates.issue("odd", "EC", "-dname", "CN=a\u202eb\\0ac" + "x".repeat(60));

        assertThat(identity("odd")).startsWith("ab").doesNotContain("\n", "\u202e");
        assertThat(CertificateNames.plain("x".repeat(300))).hasSize(201).endsWith("…");
    }

    @Test
    void saysEveryProblemAtOnceAndNothingOfWhatIsInTheFiles() throws IOException {
        Path missing = folder.resolve("missing");
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path damaged =
                Files.writeString(
                        folder.resolve("damaged"),
                        Files.readString(certificates.file("rsa.key")).replace("\nM", "\n#"));

        assertThat(problems(missing, text, damaged))
                .containsExactly(
                        new TlsProblem(Part.AUTHORITIES, missing, "a PEM file", "no file"),
                        new TlsProblem(
                                Part.CERTIFICATE,
                                text,
                                "a PEM file ('BEGIN CERTIFICATE')",
                                "no PEM block"),
                        new TlsProblem(
                                Part.KEY, damaged, "Base64 in its PEM block", "other characters"));
    }

    @Test
    void keyIsThatOfTheFirstCertificate() {
        Path chain = certificates.file("ec.pem");
        Path other = certificates.file("rsa.key");

        assertThat(problems(null, chain, other))
                .containsExactly(
                        new TlsProblem(
                                Part.KEY, other, "the key of the certificate " + chain, "another"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void keyIsUnencryptedPkcs8(String type) throws IOException {
        Path key =
                Files.writeString(
                        folder.resolve("key"),
                        "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n"
                                + Files.readString(certificates.file("rsa.key"))
                                        .replace("PRIVATE KEY", type));

        assertThat(problems(null, certificates.file("rsa.pem"), key))
                .containsExactly(
                        new TlsProblem(
                                Part.KEY,
                                key,
                                "an unencrypted PKCS#8 key ('BEGIN PRIVATE KEY')",
                                "'BEGIN " + type + "'"));
    }

    @Test
    void certificateAndKeyComeTogether() {
        assertThat(problems(null, certificates.file("rsa.pem"), null))
                .containsExactly(new TlsProblem(Part.KEY, null, "one for the certificate", "none"));
        assertThat(problems(null, null, certificates.file("rsa.key")))
                .containsExactly(new TlsProblem(Part.CERTIFICATE, null, "one for the key", "none"));
    }

    private static String identity(String alias) {
        TlsMaterial material =
                read(null, certificates.file(alias + ".pem"), certificates.file(alias + ".key"));
        return CertificateNames.identity(Objects.requireNonNull(material).chain().get(0));
    }

    private static @Nullable TlsMaterial read(
            @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
        List<TlsProblem> problems = new ArrayList<>();
        TlsMaterial material = new TlsFiles(authorities, certificate, key).read(problems);
        assertThat(problems).isEmpty();
        return material;
    }

    private static List<TlsProblem> problems(
            @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
        List<TlsProblem> problems = new ArrayList<>();
        assertThat(new TlsFiles(authorities, certificate, key).read(problems)).isNull();
        return problems;
    }
}
