package io.logdrive.agent.send;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logdrive.agent.AckServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys and certificates that the running JDK's {@code keytool} made: {@code ca}, and, by it, {@code
 * server} (127.0.0.1 and localhost), {@code elsewhere} (example.org), {@code expired}, {@code rsa}
 * and {@code ec} of clients; {@code stranger} is of nobody.
 *
 * <p>Immutable.
 */
final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore store;

    private TestCertificates(KeyStore store) {
        this.store = store;
    }

    static TestCertificates make(Path folder) {
        Path file = folder.resolve("all.p12");
        String own = "san=ip:127.0.0.1,dns:localhost";
        try {
            keytool(file, "ca", "RSA", "-ext", "bc:c");
            keytool(file, "server", "EC", "-signer", "ca", "-ext", own);
            keytool(file, "elsewhere", "EC", "-signer", "ca", "-ext", "san=dns:example.org");
            keytool(
                    file,
                    "expired",
                    "EC",
                    "-signer",
                    "ca",
                    "-ext",
                    own,
                    "-startdate",
                    "2020/01/01 00:00:00");
            keytool(file, "rsa", "RSA", "-signer", "ca");
            keytool(file, "ec", "EC", "-signer", "ca");
            keytool(file, "stranger", "EC", "-ext", own);
            return new TestCertificates(KeyStore.getInstance(file.toFile(), PASSWORD));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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

    /** The certificates of these, one after the other. */
    String certificate(String... aliases) {
        StringBuilder pem = new StringBuilder();
        for (String alias : aliases) {
            try {
                pem.append(pem("CERTIFICATE", store.getCertificate(alias).getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return pem.toString();
    }

    /** The private key of this one. */
    String key(String alias) {
        try {
            return pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
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

    /** Writes it there; what was there is gone at once. */
    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server with the certificate of {@code alias}. */
    AckServer server(String alias, boolean wantsClients, AckServer.Behaviour behaviour)
            throws IOException {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            one.setKeyEntry(
                    alias,
                    store.getKey(alias, PASSWORD),
                    PASSWORD,
                    new Certificate[] {store.getCertificate(alias)});
            keys.init(one, PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", store.getCertificate("ca"));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            SSLServerSocket socket =
                    (SSLServerSocket)
                            context.getServerSocketFactory()
                                    .createServerSocket(
                                            0, 1024, InetAddress.getByName("127.0.0.1"));
            socket.setNeedClientAuth(wantsClients);
            return new AckServer(socket, behaviour);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
