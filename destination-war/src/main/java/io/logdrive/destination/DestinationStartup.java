package io.logdrive.destination;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.logdrive.destination.query.EndableQueries;
import io.logdrive.destination.query.LeftAnswers;
import io.logdrive.destination.query.Queries;
import io.logdrive.destination.query.QueriesByCaller;
import io.logdrive.destination.security.Access;
import io.logdrive.destination.status.Status;
import io.logdrive.destination.store.StoreException;
import io.logdrive.payara.ProcessExit;
import io.logdrive.payara.Settings;
import io.logdrive.payara.access.AccessLink;
import io.logdrive.payara.access.Door;
import io.logdrive.payara.access.ServletDoor;
import io.logdrive.payara.console.ConsoleFiles;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Starts and stops the destination with the WAR. Thread-safe. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class DestinationStartup {
    private static final long LOOK_SECONDS = 5;

    @Resource ManagedThreadFactory threads;
    @Resource ManagedScheduledExecutorService looks;
    private volatile @Nullable Destination destination;
    private @Nullable Door door;
    private @Nullable AccessLink link;
    private @Nullable ConsoleFiles console;
    private @Nullable LeftAnswers leftAnswers;
    private volatile List<Future<?>> regular = List.of();

    /** Starts, or ends the process. */
    @PostConstruct
    public void start() {
        try {
            DestinationConfig config = DestinationConfig.from(Settings.ofPlatform());
            Destination running = Destination.start(config, threads, Clock.systemUTC());
            door =
                    new Door(
                            running.access().verifier(),
                            config.insecure(),
                            DestinationConfig.PREFIX + DestinationConfig.INSECURE);
            console = new ConsoleFiles(config.console());
            running.watch(door);
            leftAnswers = LeftAnswers.quieted();
            link = AccessLink.open(running.access().verifier());
            destination = running;
            regular =
                    List.of(
                            looks.scheduleWithFixedDelay(
                                    running::lookAtCertificates,
                                    LOOK_SECONDS,
                                    LOOK_SECONDS,
                                    SECONDS),
                            // At a fixed rate, so that each second of the figures is measured.
                            looks.scheduleAtFixedRate(running.status()::look, 1, 1, SECONDS));
        } catch (RuntimeException | LinkageError e) {
            // Not thrown on: the container would bury the reason under its own.
            ProcessExit.afterFailedStart("destination", e);
        }
    }

    /** Stops within the deadline. */
    @PreDestroy
    public void stop() {
        AccessLink open = link;
        if (open != null) {
            open.close();
        }
        regular.forEach(each -> each.cancel(false));
        LeftAnswers quieted = leftAnswers;
        if (quieted != null) {
            quieted.close();
        }
        Destination running = destination;
        if (running != null) {
            running.stop();
        }
    }

    /** The destination, for what serves HTTP. */
    @Produces
    public Destination destination() {
        Destination running = destination;
        if (running == null) {
            throw new StoreException.Away("destination: not started", null);
        }
        return running;
    }

    /** Who may come in. */
    public Door door() {
        destination();
        return Objects.requireNonNull(door);
    }

    /** The console's page and its parts. */
    @Produces
    public ConsoleFiles console() {
        destination();
        return Objects.requireNonNull(console);
    }

    /** What the resources answer who asks from. */
    @Produces
    public Queries queries(HttpServletRequest request) {
        return destination().queries().of(ServletDoor.caller(request), EndableQueries.of(request));
    }

    /** The same for who lives longer than one request. */
    @Produces
    public QueriesByCaller queriesByCaller() {
        return caller -> destination().queries().of(caller);
    }

    /** How the destination is and was. */
    @Produces
    public Status status() {
        return destination().status();
    }

    /** Who asks, and what is known of people. */
    @Produces
    public Access access() {
        return destination().access();
    }
}
