package io.logdrive.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A folder that {@code payara/certificates} fills. Confined to the thread of the test. */
final class TrialCertificates {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path work;
    private final Path folder;

    private TrialCertificates(Path work, String name) {
        this.work = work;
        this.folder = work.resolve(name);
    }

    /** An authority, {@code server} and {@code client}, in a folder of that name. */
    static TrialCertificates make(Path work, String name) {
        TrialCertificates made = new TrialCertificates(work, name);
        made.run("certificates");
        return made;
    }

    /** Makes one anew, with a new key. */
    void renew(String name) {
        run("certificates", "--renew", name);
    }

    /** A client's that has expired: the script makes none. */
    void expired(String name) {
        Path bin = Artefacts.java();
        String store = folder.resolve(".authority.p12").toString();
        execute(
                List.of(
                        bin.resolveSibling("keytool").toString(),
                        "-genkeypair",
                        "-keystore",
                        store,
                        "-storepass",
                        "logdrive",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-keyalg",
                        "EC",
                        "-signer",
                        "ca",
                        "-startdate",
                        "2020/01/01 00:00:00",
                        "-validity",
                        "30"));
        execute(
                List.of(
                        bin.toString(),
                        Artefacts.ROOT.resolve("payara/PemExport.java").toString(),
                        store,
                        name,
                        folder.toString()));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes the first half of a file over it, as a copy does that is not done yet. */
    void cutInHalf(String name) {
        try {
            String whole = Files.readString(file(name));
            Files.writeString(file(name), whole.substring(0, whole.length() / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What trusts the authority, and nobody else. */
    SSLContext trusted() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(file("ca.pem"))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void run(String script, String... options) {
        List<String> command = new ArrayList<>();
        command.add("env");
        command.add("JAVA_HOME=" + Artefacts.java().resolve("../..").normalize());
        command.add(Artefacts.ROOT.resolve("payara").resolve(script).toString());
        command.addAll(List.of("--dir", folder.toString()));
        command.addAll(List.of(options));
        execute(command);
    }

    private void execute(List<String> command) {
        GuardedProcess process =
                GuardedProcess.start(
                        "certificates", command, work, work.resolve("certificates.log"));
        int status = process.awaitExit(PATIENCE);
        if (status != 0) {
            throw new IllegalStateException(
                    "certificates: expected status 0, found " + status + "\n" + process.tail());
        }
    }
}
