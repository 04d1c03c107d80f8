package io.logdrive.tls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one port, as its files were when they were last right. Whoever connects is given what
 * holds then; connections that are open go on with what they began with.
 *
 * <p>What decides is what the files hold, not when they were written: a copy may keep its time.
 * What is wrong is said when it is found unchanged by a second look, for between the writing of a
 * certificate and that of its key the two never fit.
 *
 * <p>Thread-safe.
 */
public final class RenewableTls {
    private static final long[] WARNING_DAYS = {14, 3, 0};

    private final TlsFiles files;
    private final Contexts contexts;
    private final CertificateEvents events;
    private final Clock clock;
    private volatile Use use;
    private volatile String problem = "";

    @GuardedBy("this")
    private String tried;

    @GuardedBy("this")
    private @Nullable TlsProblem untold;

    @GuardedBy("this")
    private long warnedDays = Long.MAX_VALUE;

    private RenewableTls(
            TlsFiles files, Contexts contexts, CertificateEvents events, Clock clock, Use use) {
        this.files = files;
        this.contexts = contexts;
        this.events = events;
        this.clock = clock;
        this.use = use;
        this.tried = use.fingerprint;
    }

    /**
     * Reads the files for the first time.
     *
     * @param port in the log lines
     * @param contexts makes what connections are given
     * @throws TlsUnusableException when they are wrong
     */
    public static RenewableTls open(
            TlsFiles files, Contexts contexts, System.Logger logger, String port, Clock clock) {
        TlsContents contents = TlsContents.of(files);
        List<TlsProblem> problems = new ArrayList<>();
        TlsMaterial material = contents.material(problems);
        if (material == null) {
            TlsProblem first = problems.get(0);
            throw new TlsUnusableException(
                    "tls "
                            + first.file()
                            + ": expected "
                            + first.expected()
                            + ", found "
                            + first.found(),
                    null);
        }
        try {
            Use use = new Use(contents.fingerprint(), material, contexts.of(material));
            CertificateEvents events = new CertificateEvents(logger, port);
            events.inUse(material);
            RenewableTls opened = new RenewableTls(files, contexts, events, clock, use);
            opened.warn();
            return opened;
        } catch (GeneralSecurityException e) {
            throw new TlsUnusableException(
                    "tls "
                            + CertificateEvents.names(files)
                            + ": expected what the JDK can use, found "
                            + e,
                    e);
        }
    }

    /** For a connection that begins now. */
    public TlsContext context() {
        return use.context;
    }

    /** What is in use now. */
    public TlsMaterial material() {
        return use.material;
    }

    /** Why the files are not those in use; empty when they are. */
    public String problem() {
        return problem;
    }

    /** Until the certificate expires, below 0 afterwards; NaN when there is none. */
    public double daysLeft() {
        Instant expires = use.material.expires();
        return expires == null
                ? Double.NaN
                : Duration.between(clock.instant(), expires).toSeconds()
                        / (double) Duration.ofDays(1).toSeconds();
    }

    /** What people should know: a renewal that failed, a certificate that expires; else empty. */
    public String note() {
        double days = daysLeft();
        if (!problem.isEmpty()) {
            return "kept: " + problem;
        }
        if (days < 0) {
            return "expired " + use.material.expires();
        }
        return days < WARNING_DAYS[0] ? "expires " + use.material.expires() : "";
    }

    /** Looks whether the files have changed; to be called every few seconds. */
    public synchronized void look() {
        TlsContents contents = TlsContents.of(files);
        String fingerprint = contents.fingerprint();
        if (fingerprint.equals(use.fingerprint)) {
            tried = fingerprint;
            untold = null;
            problem = "";
        } else if (!fingerprint.equals(tried)) {
            tried = fingerprint;
            take(fingerprint, contents);
        } else if (untold != null) {
            events.kept(untold);
            problem =
                    untold.file() + ": expected " + untold.expected() + ", found " + untold.found();
            untold = null;
        }
        warn();
    }

    @GuardedBy("this")
    private void take(String fingerprint, TlsContents contents) {
        List<TlsProblem> problems = new ArrayList<>();
        TlsMaterial material = contents.material(problems);
        if (material == null) {
            untold = problems.get(0);
            return;
        }
        try {
            use = new Use(fingerprint, material, contexts.of(material));
            untold = null;
            problem = "";
            warnedDays = Long.MAX_VALUE;
            events.renewed(material);
        } catch (GeneralSecurityException e) {
            untold =
                    new TlsProblem(
                            TlsProblem.Part.CERTIFICATE,
                            files.certificate(),
                            "what the JDK can use",
                            CertificateNames.plain(e.toString()));
        }
    }

    private synchronized void warn() {
        Instant expires = use.material.expires();
        if (expires == null) {
            return;
        }
        double days = daysLeft();
        long reached = Long.MAX_VALUE;
        for (long threshold : WARNING_DAYS) {
            reached = days < threshold ? threshold : reached;
        }
        if (reached < warnedDays) {
            warnedDays = reached;
            if (reached == 0) {
                events.expired(expires);
            } else {
                events.expires(expires, (long) days);
            }
        }
    }

    /** Makes what connections are given. */
    @FunctionalInterface
    public interface Contexts {
        /** Of material that fits together. */
        TlsContext of(TlsMaterial material) throws GeneralSecurityException;
    }

    /** What is in use. Immutable. */
    private record Use(String fingerprint, TlsMaterial material, TlsContext context) {}
}
