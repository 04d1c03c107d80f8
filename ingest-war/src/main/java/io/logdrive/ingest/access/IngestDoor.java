package io.logdrive.ingest.access;

import io.logdrive.payara.access.AccessLink;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Door;
import io.logdrive.payara.access.Verdict;
import io.logdrive.payara.access.Verifier;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whom ingest asks who may come in. Thread-safe. */
public final class IngestDoor {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private IngestDoor() {}

    /**
     * The door.
     *
     * @param prefix of the configuration's keys
     * @param executor runs what asking over HTTP takes
     */
    public static Door of(AccessConfig config, String prefix, Executor executor) {
        URI url = config.url();
        Verifier remote =
                url == null
                        ? null
                        : new HttpVerifier(url, config.trust(), executor, System::nanoTime);
        return new Door(
                verifier(config, AccessLink::find, remote, System::nanoTime),
                config.insecure(),
                prefix + AccessConfig.INSECURE);
    }

    /**
     * Asks the destination of this process, else the one elsewhere.
     *
     * @param local answers null while none is in this process
     */
    static Verifier verifier(
            AccessConfig config,
            Supplier<@Nullable Verifier> local,
            @Nullable Verifier remote,
            LongSupplier nanoTime) {
        // In the same process a question costs next to nothing, and who logged out is out at once.
        Verifier here =
                new RememberingVerifier(
                        new LocalVerifier(local, config.inProcess()),
                        Duration.ZERO,
                        config.remember(),
                        nanoTime);
        if (remote == null) {
            return here;
        }
        Verifier elsewhere = new RememberingVerifier(remote, FRESH, config.remember(), nanoTime);
        return credentials -> (local.get() == null ? elsewhere : here).verify(credentials);
    }

    /** Asks a destination that comes and goes with its WAR. Thread-safe. */
    private static final class LocalVerifier implements Verifier {
        private final Supplier<@Nullable Verifier> local;

        /** Whether there must be one, because it is said or because there has been one. */
        private volatile boolean expected;

        LocalVerifier(Supplier<@Nullable Verifier> local, boolean expected) {
            this.local = local;
            this.expected = expected;
        }

        @Override
        public Verdict verify(Credentials credentials) {
            Verifier found = local.get();
            if (found != null) {
                expected = true;
                return found.verify(credentials);
            }
            return expected
                    ? new Verdict.Away("destination: expected in this process, found none")
                    : new Verdict.NoUsers();
        }
    }
}
