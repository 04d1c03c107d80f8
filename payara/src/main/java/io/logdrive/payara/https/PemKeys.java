package io.logdrive.payara.https;

import io.logdrive.tls.RenewableTls;
import io.logdrive.tls.TlsMaterial;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key and the certificate that are in use now, under whatever alias they are asked for: Payara
 * asks by one of its own.
 *
 * <p>Thread-safe. A handshake that asks for the key before a renewal and for the certificate right
 * after it fails; its client comes again.
 */
final class PemKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "logdrive";

    private final RenewableTls tls;

    PemKeys(RenewableTls tls) {
        this.tls = tls;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return material().chain().toArray(new X509Certificate[0]);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return material().key();
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return isOf(type) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return isOf(type) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return isOf(type) ? new String[] {ALIAS} : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private boolean isOf(String type) {
        PrivateKey key = material().key();
        return key != null && key.getAlgorithm().equals(type);
    }

    private TlsMaterial material() {
        return tls.material();
    }
}
