package io.logdrive.payara.https;

import io.logdrive.payara.HttpsExpiry;
import io.logdrive.tls.ClientAuth;
import io.logdrive.tls.RenewableTls;
import io.logdrive.tls.TlsContext;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsUnusableException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Offers the certificate and the key of two PEM files as the key managers of the algorithm {@value
 * PemProvider#ALGORITHM}, by which Payara is told to take them, and looks every five seconds
 * whether they have changed. Thread-safe.
 */
public final class HttpsAgent {
    private static final long LOOK_SECONDS = 5;

    private HttpsAgent() {}

    /**
     * Runs before the server's own main method.
     *
     * @param files the certificate's path and the key's, a colon between
     */
    public static void premain(String files) {
        int colon = files.indexOf(':');
        TlsFiles pem =
                new TlsFiles(
                        null,
                        Path.of(files.substring(0, colon)),
                        Path.of(files.substring(colon + 1)));
        try {
            RenewableTls tls =
                    RenewableTls.open(
                            pem,
                            material -> TlsContext.ofServer(material, ClientAuth.NONE),
                            new ErrorStreamLogger(),
                            "https",
                            Clock.systemUTC());
            Security.addProvider(new PemProvider(new PemKeys(tls)));
            HttpsExpiry.publish(tls.material().expires());
            look(tls);
        } catch (TlsUnusableException e) {
            // As a WAR says it, so that payara/run finds it.
            System.err.println("https cannot start: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the process
    private static void look(RenewableTls tls) {
        ScheduledExecutorService looks =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "https-certificate");
                            thread.setDaemon(true);
                            return thread;
                        });
        looks.scheduleWithFixedDelay(
                () -> {
                    tls.look();
                    HttpsExpiry.publish(tls.material().expires());
                },
                LOOK_SECONDS,
                LOOK_SECONDS,
                TimeUnit.SECONDS);
    }
}
