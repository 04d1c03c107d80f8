package io.logdrive.ingest.listen;

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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates that the running JDK's {@code keytool} made: {@code ca}, and, by it, {@code
 * server} and {@code client}; {@code stranger} is of nobody. Each is there as a PEM file, {@code
 * server.pem} and {@code server.key}, say.
 *
 * <p>Immutable.
 */
public final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore store;

    private TestCertificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** Makes them in that folder. */
    public static TestCertificates make(Path folder) {
        Path file = folder.resolve("all.p12");
        try {
            keytool(file, "ca", "RSA", "-ext", "bc:c");
            keytool(file, "server", "EC", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
            keytool(file, "client", "RSA", "-signer", "ca");
            keytool(file, "stranger", "EC");
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
            for (String alias : List.of("ca", "server", "client", "stranger")) {
                Files.writeString(
                        folder.resolve(alias + ".pem"),
                        pem("CERTIFICATE", store.getCertificate(alias).getEncoded()));
                Files.writeString(
                        folder.resolve(alias + ".key"),
                        pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded()));
            }
            return new TestCertificates(folder, store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path of one of the files. */
    public String file(String name) {
        return folder.resolve(name).toString();
    }

    /** A client that trusts {@code ca} and is that one, or nobody. */
    SSLContext client(@Nullable String alias) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store.getCertificate("ca"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (alias != null) {
            own.setEntry(
                    alias,
                    store.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD)),
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
