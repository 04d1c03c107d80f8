package io.logdrive.ingest;

import io.logdrive.ingest.access.IngestDoor;
import io.logdrive.payara.ProcessExit;
import io.logdrive.payara.Settings;
import io.logdrive.payara.access.Door;
import io.logdrive.payara.console.ConsoleFiles;
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
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Starts and stops ingest with the WAR, and gives it the container's timers. Thread-safe. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class IngestStartup {
    private static final String BATCH_AGE = "batch-age";

    @Resource private ManagedThreadFactory threads;
    @Resource private ManagedScheduledExecutorService looks;
    @Resource private TimerService timers;
    private final List<Future<?>> regular = new ArrayList<>();
    private Ingest ingest;
    private Door door;
    private ConsoleFiles console;

    /** Starts ingest; when it cannot, the process ends. */
    @PostConstruct
    public void start() {
        try {
            ingest = new Ingest(IngestConfig.read(Settings.ofPlatform()), threads);
            door = IngestDoor.of(ingest.config().access(), IngestConfig.PREFIX, looks);
            console = new ConsoleFiles(ingest.config().console());
            DoorMetrics.register(ingest.metrics(), door);
            ingest.start();
        } catch (RuntimeException e) {
            ProcessExit.afterFailedStart("ingest", e);
            throw e;
        }
        // A tenth of the age, so that a batch is at most that much older than it should be.
        long ageMillis = ingest.config().forward().ageMax().toMillis();
        long millis = Math.max(20, Math.min(1_000, ageMillis / 10));
        timers.createIntervalTimer(millis, millis, new TimerConfig(BATCH_AGE, false));
        // EJB timers go by the wall clock (Payara's are java.util.Timer with a date) and stand
        // still while it was set back; the forwarder looks at the batch's age by itself, too.
        // At a fixed rate, so that each second of the figures is measured.
        regular.add(looks.scheduleAtFixedRate(ingest::sampleRates, 1, 1, TimeUnit.SECONDS));
        every(1, ingest::lookAtRules);
        every(5, ingest::lookAtCertificates);
        every(10, ingest::checkInvariants);
    }

    /** The EJB timer's call. */
    @Timeout
    public void tick(Timer timer) {
        ingest.closeAgedBatch();
    }

    /** Stops ingest within its stop timeout. */
    @PreDestroy
    public void stop() {
        regular.forEach(look -> look.cancel(false));
        if (ingest != null) {
            ingest.stop();
        }
    }

    /** What was started. */
    public Ingest ingest() {
        return ingest;
    }

    /** Who may see it over HTTP. */
    public Door door() {
        return door;
    }

    /** The console's page and its parts. */
    public ConsoleFiles console() {
        return console;
    }

    private void every(long seconds, Runnable look) {
        regular.add(looks.scheduleWithFixedDelay(look, seconds, seconds, TimeUnit.SECONDS));
    }
}
