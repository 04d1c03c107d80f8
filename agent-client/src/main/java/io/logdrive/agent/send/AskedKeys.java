package io.logdrive.agent.send;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's certificate for one connection; it notes whether the server asked for one, which no
 * alert of a server says for sure.
 *
 * <p>Thread-safe.
 */
final class AskedKeys extends X509ExtendedKeyManager {
    private final @Nullable X509KeyManager keys;
    private volatile boolean asked;
    private volatile boolean given;

    /**
     * @param keys null: there is no certificate
     */
    AskedKeys(@Nullable X509KeyManager keys) {
        this.keys = keys;
    }

    /** Whether the server asked for a certificate. */
    boolean isAsked() {
        return asked;
    }

    /** Whether it was given one. */
    boolean isGiven() {
        return given;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        asked = true;
        String alias = keys == null ? null : keys.chooseClientAlias(types, issuers, socket);
        given |= alias != null;
        return alias;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseClientAlias(types, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getClientAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys == null ? null : keys.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
