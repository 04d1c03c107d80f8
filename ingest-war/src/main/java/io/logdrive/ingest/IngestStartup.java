package io.logdrive.ingest;

import io.logdrive.payara.ProcessExit;
import io.logdrive.payara.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;

/** Starts and stops ingest with the WAR, and gives it the container's timers. Thread-safe. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class IngestStartup {
    private static final String BATCH_AGE = "batch-age";
    private static final String RATES = "rates";
    private static final String INVARIANTS = "invariants";

    @Resource private ManagedThreadFactory threads;
    @Resource private TimerService timers;
    private Ingest ingest;

    /** Starts ingest; when it cannot, the process ends. */
    @PostConstruct
    public void start() {
        try {
            ingest = new Ingest(IngestConfig.read(Settings.ofPlatform()), threads);
            ingest.start();
        } catch (RuntimeException e) {
            ProcessExit.afterFailedStart("ingest", e);
            throw e;
        }
        // A tenth of the age, so that a batch is at most that much older than it should be.
        long ageMillis = ingest.config().forward().ageMax().toMillis();
        interval(BATCH_AGE, Math.max(20, Math.min(1_000, ageMillis / 10)));
        interval(RATES, 1_000);
        interval(INVARIANTS, 10_000);
    }

    /** The EJB timers' call. */
    @Timeout
    public void tick(Timer timer) {
        if (BATCH_AGE.equals(timer.getInfo())) {
            ingest.closeAgedBatch();
        } else if (INVARIANTS.equals(timer.getInfo())) {
            ingest.checkInvariants();
        } else {
            ingest.sampleRates();
        }
    }

    /** Stops ingest within its stop timeout. */
    @PreDestroy
    public void stop() {
        if (ingest != null) {
            ingest.stop();
        }
    }

    /** What was started. */
    public Ingest ingest() {
        return ingest;
    }

    private void interval(String info, long millis) {
        timers.createIntervalTimer(millis, millis, new TimerConfig(info, false));
    }
}
