package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.tls.CertificateNames;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsMaterial;
import io.logdrive.tls.TlsProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code payara/certificates}, as a user runs it. */
class CertificatesIT {
    private static final Path SCRIPT = Path.of("certificates").toAbsolutePath();

    @TempDir private Path work;

    @Test
    void makesWhatPortsAndSendersReadAsItIs() throws Exception {
        Outcome made = run("--dir", "c", "--san", "logs.example.org,127.0.0.1,::1", "web-1");

        assertThat(made.status).isZero();
        X509Certificate server = material("server").chain().get(0);
        X509Certificate client = material("web-1").chain().get(0);
        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("logs.example.org", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(CertificateNames.identity(client)).isEqualTo("web-1");
        X509Certificate authority = material("server").authorities().get(0);
        server.verify(authority.getPublicKey());
        client.verify(authority.getPublicKey());
        assertThat(made.said)
                .contains("logdrive.ingest.listen.tls.certificate=" + file("server.pem"))
                .contains("--tls-certificate " + file("web-1.pem"));
    }

    @Test
    void nobodyElseReadsTheFilesAndTheAuthoritysKeyIsNone() throws Exception {
        run("--dir", "c");

        try (Stream<Path> files = Files.list(work.resolve("c"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(file)))
                                            .isEqualTo("rw-------"));
        }
        assertThat(file("ca.key")).doesNotExist();
    }

    @Test
    void overwritesNothingUnlessItIsTold() throws Exception {
        run("--dir", "c");
        String before = Files.readString(file("server.key"));

        Outcome again = run("--dir", "c");
        Outcome oneMore = run("--dir", "c", "web-2");

        assertThat(again.status).isEqualTo(1);
        assertThat(again.said)
                .contains(
                        "certificates: "
                                + file("client.pem")
                                + ": expected no such file, found one (--renew client makes it"
                                + " anew, --force everything)");
        assertThat(oneMore.status).isZero();
        assertThat(file("web-2.pem")).exists();
        assertThat(Files.readString(file("server.key"))).isEqualTo(before);
        assertThat(run("--dir", "c", "--force").status).isZero();
        assertThat(Files.readString(file("server.key"))).isNotEqualTo(before);
    }

    @Test
    void renewsOneByTheSameAuthorityForTheSameNames() throws Exception {
        run("--dir", "c", "--san", "logs.example.org");
        TlsMaterial before = material("server");
        String authority = Files.readString(file("ca.pem"));

        Outcome renewed = run("--dir", "c", "--renew", "server", "--days", "5");

        assertThat(renewed.status).isZero();
        TlsMaterial after = material("server");
        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(List.copyOf(after.chain().get(0).getSubjectAlternativeNames()))
                .isEqualTo(List.copyOf(before.chain().get(0).getSubjectAlternativeNames()));
        assertThat(Duration.between(Instant.now(), after.expires())).isLessThan(Duration.ofDays(6));
        assertThat(Files.readString(file("ca.pem"))).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--days 0|--days: expected 1..99999, found 0",
                "--san a,,b;c|--san: expected names and addresses with commas between",
                "--san|--san: expected a value, found nothing",
                "ca|ca: expected another name than the authority's",
                "../x|../x: expected a name of letters, digits, '.', '_' and '-'",
                "--what|--what: expected an option (see --help)",
            })
    void refusesWhatItDoesNotUnderstand(String arguments, String problem) throws Exception {
        Outcome refused = run(arguments.split(" ", -1));

        assertThat(refused.status).isEqualTo(2);
        assertThat(refused.said).contains("certificates: " + problem);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void renewsNothingThatIsNotThere() throws Exception {
        Outcome refused = run("--dir", "c", "--renew", "server");

        assertThat(refused.status).isEqualTo(1);
        assertThat(refused.said).contains("--renew: expected an authority in ");
    }

    private TlsMaterial material(String name) {
        List<TlsProblem> problems = new ArrayList<>();
        TlsMaterial material =
                new TlsFiles(file("ca.pem"), file(name + ".pem"), file(name + ".key"))
                        .read(problems);
        assertThat(problems).isEmpty();
        return Objects.requireNonNull(material);
    }

    private Path file(String name) {
        return work.resolve("c").resolve(name);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    private record Outcome(int status, String said) {}
}
