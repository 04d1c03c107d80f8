package io.logdrive.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Makes engines of certificates and a key.
 *
 * <p>Immutable.
 */
public final class TlsContext {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Those that authenticate what they encrypt, and forget their keys. */
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** A resumed session goes on with what was trusted when it began. */
    private static final int SESSION_SECONDS_MAX = 600;

    private final SSLContext context;
    private final ClientAuth clients;

    private TlsContext(SSLContext context, ClientAuth clients) {
        this.context = context;
        this.clients = clients;
    }

    /**
     * Of a side that accepts connections.
     *
     * @throws GeneralSecurityException when the JDK cannot use the material
     */
    public static TlsContext ofServer(TlsMaterial material, ClientAuth clients)
            throws GeneralSecurityException {
        ExplainedTrust trust =
                new ExplainedTrust(material.trust(), "", "the authority of this port");
        return new TlsContext(context(material, trust), clients);
    }

    /**
     * Of a side that connects.
     *
     * @param host whose certificate is expected
     * @throws GeneralSecurityException when the JDK cannot use the material
     */
    public static TlsContext ofClient(TlsMaterial material, String host)
            throws GeneralSecurityException {
        String anchors = material.authorities().isEmpty() ? "this JVM" : "the configured authority";
        ExplainedTrust trust = new ExplainedTrust(material.trust(), host, anchors);
        return new TlsContext(context(material, trust), ClientAuth.NONE);
    }

    /**
     * What the JDK's HTTP client connects by, which compares the server's name itself.
     *
     * @throws GeneralSecurityException when the JDK cannot use the material
     */
    public static SSLContext forHttpClient(TlsMaterial material) throws GeneralSecurityException {
        return ofClient(material, "the host of the URL").context;
    }

    /** Narrows parameters to the protocols and ciphers that we speak. */
    public static void narrow(SSLParameters parameters) {
        List<String> able = Arrays.asList(parameters.getCipherSuites());
        parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
        parameters.setCipherSuites(CIPHERS.stream().filter(able::contains).toArray(String[]::new));
    }

    /** For one connection that was accepted. */
    public SSLEngine serverEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        narrow(parameters);
        parameters.setUseCipherSuitesOrder(true);
        if (clients == ClientAuth.REQUIRED) {
            parameters.setNeedClientAuth(true);
        } else if (clients == ClientAuth.OPTIONAL) {
            parameters.setWantClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** For one connection to a server, whose name is compared with its certificate. */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        narrow(parameters);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLContext context(TlsMaterial material, ExplainedTrust trust)
            throws GeneralSecurityException {
        X509ExtendedKeyManager keys = material.keys();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys == null ? new KeyManager[0] : new KeyManager[] {keys},
                new TrustManager[] {trust},
                null);
        context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS_MAX);
        context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS_MAX);
        return context;
    }
}
