package io.logdrive.agent.send;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Protects connections by TLS, each with the files as they are then: a certificate that was renewed
 * is shown from the next connection on. Files that are wrong do not replace those that were right.
 *
 * <p>There is a context for each connection, so no session is resumed: a resumed one would go on
 * with the certificates of the first.
 *
 * <p>Confined to the thread {@code agent-send}.
 */
final class TlsDialer {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = {};

    private final TlsConfig config;
    private final Consumer<String> kept;
    private @Nullable TlsFiles files;
    private String told = "";

    /**
     * @param kept told what is wrong with the files, when those before are used instead
     */
    TlsDialer(TlsConfig config, Consumer<String> kept) {
        this.config = config;
        this.kept = kept;
    }

    /**
     * Puts TLS upon a connection; the handshake is not made yet.
     *
     * @throws TlsException when there are no files to do it with
     */
    TlsLink over(Socket plain, Server server) throws IOException {
        TlsFiles now = files();
        try {
            AskedKeys keys = new AskedKeys(keys(now));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys}, new TrustManager[] {trust(now, server.host())}, null);
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, server.host(), server.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(PROTOCOLS);
            socket.setSSLParameters(parameters);
            String shown =
                    now.chain().isEmpty()
                            ? ""
                            : now.chain().get(0).getSubjectX500Principal().getName();
            return new TlsLink(socket, keys, shown);
        } catch (GeneralSecurityException e) {
            throw new TlsException("tls: expected files that the JDK can use, found " + e, e);
        }
    }

    private TlsFiles files() throws TlsException {
        List<String> problems = new ArrayList<>();
        TlsFiles fresh = TlsFiles.read(config, problems);
        if (fresh != null) {
            files = fresh;
            told = "";
            return fresh;
        }
        String wrong = String.join("; ", problems);
        TlsFiles old = files;
        if (old == null) {
            throw new TlsException(wrong);
        }
        if (!wrong.equals(told)) {
            told = wrong;
            kept.accept(wrong);
        }
        return old;
    }

    private static @Nullable X509KeyManager keys(TlsFiles files) throws GeneralSecurityException {
        PrivateKey key = files.key();
        if (key == null) {
            return null;
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("agent", key, NO_PASSWORD, files.chain().toArray(new X509Certificate[0]));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509KeyManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no key manager for X.509");
    }

    private TrustManager trust(TlsFiles files, String host) throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (config.ca() == null) {
            factory.init((KeyStore) null);
        } else {
            KeyStore store = emptyStore();
            int count = 0;
            for (X509Certificate certificate : files.trusted()) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            factory.init(store);
        }
        String anchors = config.ca() == null ? "this JVM" : config.ca().toString();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return new ExplainedTrust(x509, host, anchors);
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }
}
