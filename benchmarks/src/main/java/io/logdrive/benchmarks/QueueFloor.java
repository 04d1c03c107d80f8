package io.logdrive.benchmarks;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Artemis alone, with the settings of ingest's broker: messages as large as a full chunk go in and
 * come out at the same time, each synced to the disk, each acknowledged.
 *
 * <p>Confined to the main thread.
 */
final class QueueFloor {
    static final String TEXT = "bare Artemis, messages of 64 KiB in and out, synced";

    private static final int BODY_BYTES = 64 << 10;
    private static final int MIB = 1 << 20;
    private static final String ADDRESS = "floor";
    private static final long STALL_SECONDS = 60;

    /** As many bytes as ingest lets be unconfirmed. */
    private static final int UNCONFIRMED_MAX = 32 * MIB / BODY_BYTES;

    /** It names each message in several lines; kept, because logging refers to it weakly. */
    private static final Logger BROKER = Logger.getLogger("org.apache.activemq");

    private QueueFloor() {}

    /**
     * Carries {@code lines} lines of {@code lineBytes} bytes each.
     *
     * @return from the first send to the last acknowledgement
     */
    static Duration carry(Path folder, long lines, int lineBytes) throws Exception {
        BROKER.setLevel(Level.WARNING);
        long messages = Math.max(1, lines * lineBytes / BODY_BYTES);
        ActiveMQServer broker = new ActiveMQServerImpl(configuration(folder));
        broker.start();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://0")) {
            factory.setConfirmationWindowSize(MIB / 8);
            factory.setProducerWindowSize(4 * MIB);
            factory.setConsumerWindowSize(4 * MIB);
            factory.setMinLargeMessageSize(2 * MIB);
            factory.setBlockOnDurableSend(false);
            factory.setBlockOnAcknowledge(false);
            try (Connection connection = factory.createConnection()) {
                connection.start();
                return carry(connection, messages);
            }
        } finally {
            broker.stop();
        }
    }

    private static Duration carry(Connection connection, long messages) throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread taker =
                new Thread(
                        () -> {
                            try {
                                take(connection, messages);
                            } catch (JMSException | RuntimeException e) {
                                failure.set(e);
                            }
                            taken.countDown();
                        },
                        "floor-taker");
        taker.setDaemon(true);
        long start = System.nanoTime();
        taker.start();
        send(connection, messages, failure);
        taken.await();
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void send(
            Connection connection, long messages, AtomicReference<Exception> failure)
            throws JMSException, InterruptedException {
        Semaphore room = new Semaphore(UNCONFIRMED_MAX);
        byte[] body = new byte[BODY_BYTES];
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Queue queue = session.createQueue(ADDRESS);
            MessageProducer producer = session.createProducer(queue);
            for (long i = 0; i < messages && failure.get() == null; i++) {
                if (!room.tryAcquire(STALL_SECONDS, TimeUnit.SECONDS)) {
                    throw new BenchmarkException("broker: expected to confirm, found none");
                }
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                producer.send(message, new Confirmed(room, failure));
            }
            if (!room.tryAcquire(UNCONFIRMED_MAX, STALL_SECONDS, TimeUnit.SECONDS)) {
                throw new BenchmarkException("broker: expected to confirm all, found some left");
            }
        }
    }

    private static void take(Connection connection, long messages) throws JMSException {
        try (Session session =
                connection.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue(ADDRESS));
            byte[] body = new byte[BODY_BYTES];
            for (long i = 0; i < messages; i++) {
                Message message = consumer.receive(TimeUnit.SECONDS.toMillis(STALL_SECONDS));
                if (!(message instanceof BytesMessage bytes)) {
                    throw new BenchmarkException("broker: expected a message, found " + message);
                }
                bytes.readBytes(body);
                message.acknowledge();
            }
        }
    }

    private static ConfigurationImpl configuration(Path folder) throws Exception {
        ConfigurationImpl broker = new ConfigurationImpl();
        broker.setPersistenceEnabled(true);
        broker.setSecurityEnabled(false);
        broker.setBindingsDirectory(folder.resolve("bindings").toString());
        broker.setJournalDirectory(folder.resolve("journal").toString());
        broker.setPagingDirectory(folder.resolve("paging").toString());
        broker.setLargeMessagesDirectory(folder.resolve("large-messages").toString());
        broker.setJournalType(JournalType.NIO);
        broker.setJournalDatasync(true);
        broker.setJournalSyncTransactional(true);
        broker.setJournalSyncNonTransactional(true);
        broker.setJournalBufferSize_NIO(4 * MIB);
        broker.setJournalFileSize(16 * MIB);
        broker.setGlobalMaxSize(128L * MIB);
        broker.setJMXManagementEnabled(false);
        broker.setMessageCounterEnabled(false);
        broker.addAcceptorConfiguration(
                new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.of("serverId", "0")));
        AddressSettings settings = new AddressSettings();
        settings.setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
        settings.setMaxSizeBytes(64L * MIB);
        settings.setPageSizeBytes(10 * MIB);
        settings.setMaxReadPageBytes(16 * MIB);
        settings.setPrefetchPageBytes(4 * MIB);
        broker.addAddressSetting("#", settings);
        broker.addAddressConfiguration(
                new CoreAddressConfiguration()
                        .setName(ADDRESS)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(
                                QueueConfiguration.of(ADDRESS)
                                        .setAddress(ADDRESS)
                                        .setRoutingType(RoutingType.ANYCAST)
                                        .setDurable(true)));
        return broker;
    }

    /** Thread-safe. */
    private record Confirmed(Semaphore room, AtomicReference<Exception> failure)
            implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            room.release();
        }

        @Override
        public void onException(Message message, Exception cause) {
            failure.compareAndSet(null, cause);
            room.release();
        }
    }
}
