package io.logdrive.payara;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates that the running JDK's {@code keytool} made: {@code ca}, and, by it, {@code
 * server} and {@code client}; {@code stranger} is of nobody. Each is there as a PEM file, {@code
 * server.pem} and {@code server.key}, say.
 *
 * <p>Confined to the thread of the test.
 */
public final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private @Nullable KeyStore store;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** Makes them in that folder. */
    public static TestCertificates make(Path folder) {
        TestCertificates made = new TestCertificates(folder);
        made.add("ca", "RSA", "-ext", "bc:c");
        made.issue("server", "EC");
        made.add("client", "RSA", "-signer", "ca");
        made.add("stranger", "EC");
        return made;
    }

    /** One more by {@code ca}, for 127.0.0.1. */
    public TestCertificates issue(String alias, String algorithm, String... more) {
        List<String> options = new ArrayList<>(List.of("-signer", "ca"));
        options.addAll(List.of("-ext", "san=ip:127.0.0.1"));
        options.addAll(Arrays.asList(more));
        return add(alias, algorithm, options.toArray(String[]::new));
    }

    /** One more; without {@code -signer} of nobody. */
    public TestCertificates add(String alias, String algorithm, String... more) {
        Path file = folder.resolve("all.p12");
        try {
            keytool(file, alias, algorithm, more);
            KeyStore made = KeyStore.getInstance(file.toFile(), PASSWORD);
            store = made;
            Files.writeString(
                    folder.resolve(alias + ".pem"),
                    pem("CERTIFICATE", made.getCertificate(alias).getEncoded()));
            Files.writeString(
                    folder.resolve(alias + ".key"),
                    pem("PRIVATE KEY", made.getKey(alias, PASSWORD).getEncoded()));
            return this;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts certificate and key of one into the files of another. */
    public void copy(String alias, Path certificate, Path key) {
        try {
            Files.writeString(certificate, Files.readString(Path.of(file(alias + ".pem"))));
            Files.writeString(key, Files.readString(Path.of(file(alias + ".key"))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path of one of the files. */
    public String file(String name) {
        return folder.resolve(name).toString();
    }

    /** A client that trusts {@code ca} and is that one, or nobody. */
    public SSLContext client(@Nullable String alias) throws GeneralSecurityException, IOException {
        KeyStore all = Objects.requireNonNull(store);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (alias != null) {
            own.setEntry(
                    alias,
                    all.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD)),
                    new KeyStore.PasswordProtection(PASSWORD));
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path store, String alias, String algorithm, String... more)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Duser.timezone=UTC"));
        command.addAll(List.of("-genkeypair", "-keystore", store.toString()));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-validity", "30"));
        command.addAll(List.of("-keyalg", algorithm));
        command.addAll(
                algorithm.equals("EC")
                        ? List.of("-groupname", "secp256r1")
                        : List.of("-keysize", "2048"));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN "
                + type
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + type
                + "-----\n";
    }
}
