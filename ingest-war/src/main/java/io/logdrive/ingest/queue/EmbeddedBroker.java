package io.logdrive.ingest.queue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The Artemis broker inside this process. Its only acceptor is in-VM: no port is opened, so its own
 * security is off. The settings are those of RELIABILITY.md, "Settings that follow".
 *
 * <p>It can be started again after it stopped, also after it stopped by itself because its disk
 * failed; each start is a new {@link BrokerLife}.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** The address that listeners send to. */
    public static final String ADDRESS = "logs";

    /** The durable queue that the forwarder consumes. */
    public static final String FORWARD_QUEUE = "forward";

    static final String DEAD_LETTERS = "logs.dead";

    /**
     * Files of the journal and the bindings have a multiple of this size, whole, or are damaged.
     */
    static final int JOURNAL_FILE_UNIT = 1 << 20;

    private static final int THREADS_MAX = 10;
    private static final int MIB = 1 << 20;
    private static final System.Logger LOGGER = System.getLogger(EmbeddedBroker.class.getName());

    @SuppressWarnings("unused") // kept, or the loggers' levels would be collected with them
    private static final ArtemisLoggers LOGGERS = ArtemisLoggers.quieted();

    private static final long STOP_SECONDS_MAX = 30;

    private final QueueConfig config;
    private final int serverId;
    private volatile @Nullable ActiveMQServer server;
    private volatile BrokerLife life = new BrokerLife();
    private volatile List<String> consumers = List.of();
    private volatile List<String> idle = List.of();

    /** A broker whose files live in {@code config}'s directory; not yet started. */
    public EmbeddedBroker(QueueConfig config) {
        // In-VM acceptors are found by number within the JVM: two brokers must not share one.
        this.serverId = config.directory().toString().hashCode() & Integer.MAX_VALUE;
        this.config = config;
    }

    /**
     * Replays the journal and starts.
     *
     * @throws QueueUnavailableException when it cannot; everything is stopped again then
     */
    public synchronized void start() {
        BrokerLife fresh = new BrokerLife();
        ActiveMQServer created = new ActiveMQServerImpl(configuration(config));
        // With security off and acceptors in-VM only, the default manager would just cost look-ups.
        created.getConfiguration().setSecurityEnabled(false);
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        created.registerActivationFailureListener(refused::set);
        created.registerIOCriticalErrorListener(
                (cause, message, file) -> fresh.fail(String.valueOf(message), cause));
        server = created;
        life = fresh;
        try {
            created.start();
        } catch (Exception e) {
            refused.set(e);
        }
        if (created.isStarted() && refused.get() == null) {
            try {
                idle = retire(created);
            } catch (Exception e) {
                refused.set(e);
            }
        }
        if (!created.isStarted() || refused.get() != null || !fresh.isIntact()) {
            Object state = created.getState();
            attemptStop(created);
            Exception cause = refused.get();
            if (cause != null) {
                fresh.fail(cause.toString(), cause);
            }
            String found =
                    refused.get() == null ? state + ", " + fresh.failure() : refused.get() + "";
            throw new QueueUnavailableException(
                    "embedded broker: cannot start: expected a readable journal and room for it in "
                            + config.directory()
                            + ", found "
                            + found,
                    refused.get());
        }
    }

    /**
     * Says, before a start, which consumers there are besides the forwarder; each has a queue of
     * that name, which gets what comes from then on.
     */
    public void serves(List<String> names) {
        consumers = List.copyOf(names);
    }

    /**
     * Queues of consumers that are not configured: they keep what they hold and get nothing more,
     * or they would grow for ever.
     */
    public List<String> idleQueues() {
        return idle;
    }

    private List<String> retire(ActiveMQServer created) throws Exception {
        List<String> found = new ArrayList<>();
        for (SimpleString each : created.bindingQuery(SimpleString.of(ADDRESS)).getQueueNames()) {
            String name = each.toString();
            if (!name.equals(FORWARD_QUEUE) && !consumers.contains(name)) {
                created.updateQueue(
                        QueueConfiguration.of(name).setAddress(ADDRESS).setEnabled(false));
                found.add(name);
            }
        }
        return List.copyOf(found);
    }

    /** The URL by which clients in this process reach it. */
    public String url() {
        return "vm://" + serverId;
    }

    /** Whether it runs and its journal can be written to. */
    public boolean isUp() {
        ActiveMQServer running = server;
        return running != null && running.isStarted() && life.isIntact();
    }

    /** Chunks among the dead letters; below 0 while the broker does not run. */
    public long deadLetters() {
        ActiveMQServer running = server;
        Queue letters =
                running == null || !isUp()
                        ? null
                        : running.locateQueue(SimpleString.of(DEAD_LETTERS));
        return letters == null ? -1 : letters.getMessageCount();
    }

    /** Its present life; that of a broker that was never started is intact. */
    BrokerLife life() {
        return life;
    }

    /** What is left of a life that failed is stopped, so that it can be started again. */
    @Override
    public synchronized void close() {
        ActiveMQServer running = server;
        server = null;
        life.fail("stopped");
        if (running == null) {
            return;
        }
        try {
            running.stop();
            awaitStopped(running);
        } catch (Exception e) {
            throw new QueueUnavailableException("embedded broker: cannot stop", e);
        } finally {
            // A static pool, which would keep the WAR's class loader after an undeploy.
            InVMConnector.resetThreadPool();
        }
    }

    private static void attemptStop(ActiveMQServer server) {
        try {
            server.stop();
            awaitStopped(server);
        } catch (Exception e) {
            LOGGER.log(System.Logger.Level.DEBUG, "broker-stop-failed", e);
        }
    }

    /** After a critical error a thread of its own stops it, and a second stop returns at once. */
    private static void awaitStopped(ActiveMQServer server) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS_MAX);
        while (server.getState() != ActiveMQServer.SERVER_STATE.STOPPED
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private Configuration configuration(QueueConfig config) {
        Path directory = config.directory();
        ConfigurationImpl broker = new ConfigurationImpl();
        broker.setName("logdrive");
        broker.setPersistenceEnabled(true);
        broker.setBindingsDirectory(directory.resolve("bindings").toString());
        broker.setJournalDirectory(directory.resolve("journal").toString());
        broker.setPagingDirectory(directory.resolve("paging").toString());
        broker.setLargeMessagesDirectory(directory.resolve("large-messages").toString());
        broker.setJournalType(JournalType.NIO);
        broker.setJournalDatasync(true);
        broker.setJournalSyncTransactional(true);
        broker.setJournalSyncNonTransactional(true);
        // A record must fit into the journal's buffer; chunks are up to 1 MiB and some.
        broker.setJournalBufferSize_NIO(4 * MIB);
        broker.setJournalFileSize(16 * MIB);
        // The second line only: the keeper's guard acts at the whole of it, and earlier.
        broker.setMinDiskFree(config.diskFreeMin() / 2);
        broker.setDiskScanPeriod(250);
        broker.setGlobalMaxSize(128L * MIB);
        // A pool grows to its bound whatever the load; the usual 30 are for hundreds of clients.
        broker.setThreadPoolMaxSize(THREADS_MAX);
        broker.setScheduledThreadPoolMaxSize(2);
        broker.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
        broker.setJMXManagementEnabled(config.jmx());
        broker.setMessageCounterEnabled(false);
        broker.addAcceptorConfiguration(
                new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(),
                        Map.of("serverId", Integer.toString(serverId))));
        broker.addAddressSetting("#", addressSettings());
        CoreAddressConfiguration logs =
                new CoreAddressConfiguration()
                        .setName(ADDRESS)
                        .addRoutingType(RoutingType.MULTICAST)
                        .addQueueConfiguration(consumed(FORWARD_QUEUE));
        consumers.forEach(name -> logs.addQueueConfiguration(consumed(name)));
        broker.addAddressConfiguration(logs);
        broker.addAddressConfiguration(
                new CoreAddressConfiguration()
                        .setName(DEAD_LETTERS)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(
                                QueueConfiguration.of(DEAD_LETTERS)
                                        .setAddress(DEAD_LETTERS)
                                        .setRoutingType(RoutingType.ANYCAST)
                                        .setDurable(true)));
        return broker;
    }

    private static QueueConfiguration consumed(String name) {
        return QueueConfiguration.of(name)
                .setAddress(ADDRESS)
                .setRoutingType(RoutingType.MULTICAST)
                .setDurable(true)
                .setEnabled(true);
    }

    private static AddressSettings addressSettings() {
        AddressSettings settings = new AddressSettings();
        settings.setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
        settings.setMaxSizeBytes(64L * MIB);
        settings.setPageSizeBytes(10 * MIB);
        // What was read from pages and waits is copied by each collection until it is too old for
        // that: as little as keeps the forwarder busy.
        settings.setMaxReadPageBytes(16 * MIB);
        settings.setPrefetchPageBytes(4 * MIB);
        // What cannot be processed is put among the dead letters by DeadLetters; a count of
        // deliveries would also hit what was only on loan when a connection broke.
        settings.setMaxDeliveryAttempts(-1);
        settings.setDeadLetterAddress(SimpleString.of(DEAD_LETTERS));
        // Nothing of ours expires; what somebody else gave an end would be kept, too.
        settings.setExpiryAddress(SimpleString.of(DEAD_LETTERS));
        settings.setAutoDeleteQueues(false);
        settings.setAutoDeleteAddresses(false);
        settings.setAutoCreateQueues(false);
        settings.setAutoCreateAddresses(false);
        return settings;
    }
}
