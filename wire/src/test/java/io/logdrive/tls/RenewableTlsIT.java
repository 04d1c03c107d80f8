package io.logdrive.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What renewed files, and those that are wrong, do to what connections are given. */
class RenewableTlsIT {
    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;
    private final SaidLines said = new SaidLines();
    private Path certificate;
    private Path key;
    private Path authority;

    @BeforeAll
    static void make() {
        certificates =
                TestCertificates.make(made)
                        .issue("first", "EC")
                        .issue("second", "EC", "-validity", "10")
                        .issue("third", "RSA", "-validity", "2");
        certificates.add("other-ca", "EC", "-ext", "bc:c");
    }

    @BeforeEach
    void files() {
        certificate = folder.resolve("own.pem");
        key = folder.resolve("own.key");
        authority = folder.resolve("ca.pem");
        use("first");
        certificates.copy("ca.pem", authority);
    }

    @Test
    void givesNewConnectionsWhatTheFilesHoldNow() {
        RenewableTls tls = open();
        TlsContext before = tls.context();

        tls.look();
        assertThat(tls.context()).isSameAs(before);
        use("second");
        tls.look();

        assertThat(tls.context()).isNotSameAs(before);
        assertThat(tls.problem()).isEmpty();
        assertThat(said.lines)
                .last()
                .asString()
                .startsWith("certificate-expires port=intake days=9 ");
        assertThat(said.lines.get(said.lines.size() - 2))
                .startsWith("certificate-renewed port=intake subject=\"CN=second\" expires=")
                .endsWith(" authorities=1");
    }

    @Test
    void contentDecidesNotTheTimeOfTheFile() throws IOException {
        RenewableTls tls = open();
        TlsContext before = tls.context();
        FileTime time = Files.getLastModifiedTime(certificate);

        Files.setLastModifiedTime(certificate, FileTime.from(Instant.EPOCH));
        tls.look();
        assertThat(tls.context()).isSameAs(before);
        use("second");
        Files.setLastModifiedTime(certificate, time);
        tls.look();

        assertThat(tls.context()).isNotSameAs(before);
    }

    @Test
    void takesAnotherAuthority() {
        RenewableTls tls = open();
        TlsContext before = tls.context();

        certificates.copy("other-ca.pem", authority);
        tls.look();

        assertThat(tls.context()).isNotSameAs(before);
    }

    @Test
    void keepsWhatThereWasWhenAFileIsWrongAndSaysSoOnce() throws IOException {
        RenewableTls tls = open();
        TlsContext before = tls.context();
        int lines = said.lines.size();

        Files.writeString(certificate, Files.readString(certificate).substring(0, 100));
        tls.look();
        assertThat(said.lines).hasSize(lines);
        tls.look();
        tls.look();

        assertThat(tls.context()).isSameAs(before);
        assertThat(said.lines)
                .hasSize(lines + 1)
                .last()
                .isEqualTo(
                        "certificate-kept port=intake file="
                                + certificate
                                + " problem=expected a PEM file ('BEGIN CERTIFICATE'), found no PEM"
                                + " block");
        assertThat(tls.note())
                .isEqualTo(
                        "kept: "
                                + certificate
                                + ": expected a PEM file ('BEGIN CERTIFICATE'), found no PEM"
                                + " block");
    }

    @Test
    void takesTheNextGoodFilesAfterWrongOnes() throws IOException {
        RenewableTls tls = open();
        TlsContext before = tls.context();
        Files.delete(key);
        tls.look();
        tls.look();
        assertThat(tls.problem()).isEqualTo(key + ": expected a PEM file, found no file");

        use("second");
        tls.look();

        assertThat(tls.problem()).isEmpty();
        assertThat(tls.context()).isNotSameAs(before);
    }

    @Test
    void forgetsTheProblemWhenTheOldFilesAreBack() throws IOException {
        RenewableTls tls = open();
        TlsContext before = tls.context();
        Files.writeString(key, "half");
        tls.look();
        tls.look();
        assertThat(tls.problem()).isNotEmpty();

        use("first");
        tls.look();

        assertThat(tls.problem()).isEmpty();
        assertThat(tls.note()).isEmpty();
        assertThat(tls.context()).isSameAs(before);
    }

    @Test
    void saysNothingOfACertificateWhoseKeyComesAMomentLater() {
        RenewableTls tls = open();
        int lines = said.lines.size();

        certificates.copy("second.pem", certificate);
        tls.look();
        certificates.copy("second.key", key);
        tls.look();

        assertThat(said.lines.subList(lines, said.lines.size()))
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly("certificate-renewed", "certificate-expires");
    }

    @Test
    void warnsFourteenAndThreeDaysBeforeTheEndAndAtTheEnd() {
        MovableClock clock = new MovableClock();
        RenewableTls tls = open(clock);
        assertThat(tls.daysLeft()).isBetween(29.9, 30.0);
        int lines = said.lines.size();

        for (int day = 1; day <= 31; day++) {
            clock.move(Duration.ofDays(1));
            tls.look();
        }

        assertThat(said.lines.subList(lines, said.lines.size()))
                .extracting(line -> line.replaceAll(" (expires|expired)=.*", ""))
                .containsExactly(
                        "certificate-expires port=intake days=13",
                        "certificate-expires port=intake days=2",
                        "certificate-expired port=intake");
        assertThat(tls.daysLeft()).isNegative();
        assertThat(tls.note()).startsWith("expired ");
    }

    @Test
    void warnsAtTheStartOfACertificateThatExpiresSoon() {
        use("third");

        RenewableTls tls = open();

        assertThat(said.lines)
                .last()
                .asString()
                .startsWith("certificate-expires port=intake days=1 ");
        assertThat(tls.note()).startsWith("expires ");
    }

    @Test
    void cannotBeOpenedWithFilesThatAreWrong() throws IOException {
        Files.writeString(key, "half");

        assertThatThrownBy(this::open)
                .isInstanceOf(TlsUnusableException.class)
                .hasMessage(
                        "tls "
                                + key
                                + ": expected an unencrypted PKCS#8 key ('BEGIN PRIVATE KEY'),"
                                + " found no PEM block");
    }

    private void use(String alias) {
        certificates.copy(alias + ".pem", certificate);
        certificates.copy(alias + ".key", key);
    }

    private RenewableTls open() {
        return open(Clock.systemUTC());
    }

    private RenewableTls open(Clock clock) {
        return RenewableTls.open(
                new TlsFiles(authority, certificate, key),
                material -> TlsContext.ofServer(material, ClientAuth.OPTIONAL),
                said,
                "intake",
                clock);
    }

    /** Stands still until it is moved. */
    private static final class MovableClock extends Clock {
        private Instant now = Instant.now();

        void move(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    /** Keeps what is logged. */
    private static final class SaidLines implements System.Logger {
        private final List<String> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "said";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {
            lines.add(String.valueOf(message));
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... parameters) {
            lines.add(String.valueOf(format));
        }
    }
}
