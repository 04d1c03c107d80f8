package io.logdrive.ingest.queue;

import java.nio.file.Path;
import java.util.Map;
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
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/**
 * The Artemis broker inside this process. Its only acceptor is in-VM: no port is opened, so its own
 * security is off. The settings are those of RELIABILITY.md, "Settings that follow".
 *
 * <p>Confined to the thread that starts and stops ingest.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** The address that listeners send to. */
    public static final String ADDRESS = "logs";

    /** The durable queue that the forwarder consumes. */
    public static final String FORWARD_QUEUE = "forward";

    static final String DEAD_LETTERS = "logs.dead";

    private static final int MIB = 1 << 20;

    @SuppressWarnings("unused") // kept, or the loggers' levels would be collected with them
    private static final ArtemisLoggers LOGGERS = ArtemisLoggers.quieted();

    private final ActiveMQServer server;
    private final int serverId;

    /** A broker whose files live in {@code config}'s directory; not yet started. */
    public EmbeddedBroker(QueueConfig config) {
        // In-VM acceptors are found by number within the JVM: two brokers must not share one.
        this.serverId = config.directory().toString().hashCode() & Integer.MAX_VALUE;
        this.server = new ActiveMQServerImpl(configuration(config));
        // With security off and acceptors in-VM only, the default manager would just cost look-ups.
        this.server.getConfiguration().setSecurityEnabled(false);
    }

    /** Replays the journal and starts. */
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new QueueUnavailableException("embedded broker: cannot start", e);
        }
        if (!server.isStarted()) {
            throw new QueueUnavailableException(
                    "embedded broker: expected to be started, found " + server.getState());
        }
    }

    /** The URL by which clients in this process reach it. */
    public String url() {
        return "vm://" + serverId;
    }

    /** Whether it runs and its journal can be written to. */
    public boolean isUp() {
        return server.isStarted();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new QueueUnavailableException("embedded broker: cannot stop", e);
        } finally {
            // A static pool, which would keep the WAR's class loader after an undeploy.
            InVMConnector.resetThreadPool();
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
        broker.setMinDiskFree(config.diskFreeMin());
        broker.setDiskScanPeriod(250);
        broker.setGlobalMaxSize(128L * MIB);
        broker.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
        broker.setJMXManagementEnabled(false);
        broker.setMessageCounterEnabled(false);
        broker.addAcceptorConfiguration(
                new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(),
                        Map.of("serverId", Integer.toString(serverId))));
        broker.addAddressSetting("#", addressSettings());
        broker.addAddressConfiguration(
                new CoreAddressConfiguration()
                        .setName(ADDRESS)
                        .addRoutingType(RoutingType.MULTICAST)
                        .addQueueConfiguration(
                                QueueConfiguration.of(FORWARD_QUEUE)
                                        .setAddress(ADDRESS)
                                        .setRoutingType(RoutingType.MULTICAST)
                                        .setDurable(true)));
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

    private static AddressSettings addressSettings() {
        AddressSettings settings = new AddressSettings();
        settings.setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
        settings.setMaxSizeBytes(64L * MIB);
        settings.setPageSizeBytes(10 * MIB);
        settings.setMaxReadPageBytes(64 * MIB);
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
