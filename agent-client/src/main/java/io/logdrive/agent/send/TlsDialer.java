package io.logdrive.agent.send;

import io.logdrive.tls.ExplainedTrust;
import io.logdrive.tls.TlsContext;
import io.logdrive.tls.TlsMaterial;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
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
    private final TlsConfig config;
    private final Consumer<String> kept;
    private @Nullable TlsMaterial files;
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
        TlsMaterial now = files();
        try {
            AskedKeys keys = new AskedKeys(now.keys());
            SSLContext context = SSLContext.getInstance("TLS");
            ExplainedTrust trust = new ExplainedTrust(now.trust(), server.host(), anchors());
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, server.host(), server.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            TlsContext.narrow(parameters);
            socket.setSSLParameters(parameters);
            return new TlsLink(socket, keys, now.subject());
        } catch (GeneralSecurityException e) {
            throw new TlsException("tls: expected files that the JDK can use, found " + e, e);
        }
    }

    private String anchors() {
        return config.ca() == null ? "this JVM" : config.ca().toString();
    }

    private TlsMaterial files() throws TlsException {
        List<String> problems = new ArrayList<>();
        TlsMaterial fresh = config.read(problems);
        if (fresh != null) {
            files = fresh;
            told = "";
            return fresh;
        }
        String wrong = String.join("; ", problems);
        TlsMaterial old = files;
        if (old == null) {
            throw new TlsException(wrong);
        }
        if (!wrong.equals(told)) {
            told = wrong;
            kept.accept(wrong);
        }
        return old;
    }
}
