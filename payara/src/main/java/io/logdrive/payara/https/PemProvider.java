package io.logdrive.payara.https;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** Offers key managers that know one certificate, whatever key store they are given. */
final class PemProvider extends Provider {
    static final String ALGORITHM = "LogdrivePem";

    private static final long serialVersionUID = 1;

    PemProvider(PemKeys keys) {
        super("Logdrive", "1", "Certificates of PEM files");
        putService(
                new Service(
                        this, "KeyManagerFactory", ALGORITHM, Factory.class.getName(), null, null) {
                    @Override
                    public Object newInstance(@Nullable Object parameter) {
                        return new Factory(keys);
                    }
                });
    }

    /** Gives the same to everybody. Immutable. */
    private static final class Factory extends KeyManagerFactorySpi {
        private final PemKeys keys;

        Factory(PemKeys keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }
}
