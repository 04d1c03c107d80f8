package io.logdrive.ingest.queue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Opens JMS connections to the broker, the same way for the embedded and an external one.
 *
 * <p>Thread-safe.
 */
public final class BrokerConnector implements AutoCloseable {
    private static final int MIB = 1 << 20;
    private static final long CALL_TIMEOUT_MILLIS = 5_000;

    /** A peer that is frozen or cut off keeps its connection; it is given up after this silence. */
    private static final long SILENCE_MILLIS_MAX = 10_000;

    private static final long CONNECTION_TTL_MILLIS = 30_000;

    @SuppressWarnings("unused") // kept, or the loggers' levels would be collected with them
    private static final ArtemisLoggers LOGGERS = ArtemisLoggers.quieted();

    private static final int CONFIRMATION_WINDOW = 128 << 10;

    /** For the callbacks of the few sessions of one WAR. */
    private static final int THREADS_MAX = 6;

    private final ActiveMQConnectionFactory factory;
    private final boolean external;
    private final String user;
    private final String password;
    private final String passwordFile;
    private volatile List<String> queues = List.of(EmbeddedBroker.FORWARD_QUEUE);

    /** Connections to {@code url}; nothing is opened yet. */
    public BrokerConnector(String url, String user, String password) {
        this(url, user, password, "");
    }

    private BrokerConnector(String url, String user, String password, String passwordFile) {
        this.factory = factory(url);
        this.external = BrokerUrl.isExternal(url);
        this.user = user;
        this.password = password;
        this.passwordFile = passwordFile;
        // Without a window, CompletionListeners fire before the broker has the message
        // (ARTEMIS-3610). Both ends keep what they sent until the other has got that many bytes:
        // of answers, which are small, 16 MiB were a hundred MiB of heap.
        factory.setConfirmationWindowSize(CONFIRMATION_WINDOW);
        factory.setProducerWindowSize(4 * MIB);
        factory.setConsumerWindowSize(4 * MIB);
        factory.setMinLargeMessageSize(2 * MIB);
        factory.setBlockOnDurableSend(false);
        factory.setBlockOnAcknowledge(false);
        // A call that goes unanswered for longer finds a broker that is gone or stuck.
        factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
        if (external) {
            factory.setClientFailureCheckPeriod(SILENCE_MILLIS_MAX);
            factory.setConnectionTTL(CONNECTION_TTL_MILLIS);
        }
        // Global pools would outlive the WAR. A pool grows to its bound whatever the load.
        factory.setUseGlobalPools(false);
        factory.setThreadPoolMaxSize(THREADS_MAX);
        factory.setScheduledThreadPoolMaxSize(1);
        // A chunk is confirmed or sent again by us; the client must not hide a lost connection.
        factory.setReconnectAttempts(0);
        factory.setDeserializationAllowList("io.logdrive.none");
    }

    /**
     * Connections to the external broker of {@code config}.
     *
     * @throws QueueUnavailableException when its URL is none
     */
    public static BrokerConnector toExternal(QueueConfig config) {
        return new BrokerConnector(
                config.url(), config.user(), config.password(), config.passwordFile());
    }

    /** Says which consumers there are besides the forwarder; each has a queue of that name. */
    public void serves(List<String> consumers) {
        List<String> all = new ArrayList<>();
        all.add(EmbeddedBroker.FORWARD_QUEUE);
        all.addAll(consumers);
        queues = List.copyOf(all);
    }

    /** Makes the queues that are missing: what is sent before they exist would not reach them. */
    void subscribe(Session session, Topic logs) throws JMSException {
        for (String queue : queues) {
            session.createSharedDurableConsumer(logs, queue).close();
        }
    }

    /**
     * A connection to a broker that keeps what it is given.
     *
     * @throws JMSException when the broker is away, refuses us, or would lose chunks
     */
    Connection open() throws JMSException {
        Connection connection = connect();
        if (!external) {
            return connection;
        }
        try {
            BrokerFitness.check(connection, queues);
            return connection;
        } catch (JMSException | RuntimeException e) {
            try {
                connection.close();
            } catch (JMSException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private Connection connect() throws JMSException {
        if (user.isEmpty()) {
            return factory.createConnection();
        }
        try {
            return factory.createConnection(user, currentPassword());
        } catch (JMSSecurityException e) {
            throw withCause(
                    new JMSSecurityException(
                            "broker: expected to accept the user "
                                    + user
                                    + " with the password of logdrive.ingest.queue.password"
                                    + (passwordFile.isEmpty() ? "" : "-file")
                                    + ", found it refuses: "
                                    + e.getMessage()),
                    e);
        }
    }

    /** Read anew each time, so that a password that was changed is found without a restart. */
    private String currentPassword() throws JMSException {
        if (passwordFile.isEmpty()) {
            return password;
        }
        try {
            return Files.readString(Path.of(passwordFile)).strip();
        } catch (IOException | InvalidPathException e) {
            throw withCause(
                    new JMSException(
                            "logdrive.ingest.queue.password-file: expected a readable file, found "
                                    + passwordFile
                                    + " ("
                                    + e.getClass().getSimpleName()
                                    + ")"),
                    e);
        }
    }

    private static <E extends JMSException> E withCause(E failed, Exception cause) {
        failed.initCause(cause);
        return failed;
    }

    private static ActiveMQConnectionFactory factory(String url) {
        try {
            return new ActiveMQConnectionFactory(url);
        } catch (RuntimeException e) {
            // Not its message, which may repeat the passwords.
            throw new QueueUnavailableException(
                    "logdrive.ingest.queue.url: expected the URL of an Artemis broker, found "
                            + BrokerUrl.masked(url)
                            + " ("
                            + e.getClass().getSimpleName()
                            + ")");
        }
    }

    /** Whether the broker is this process's own. */
    boolean isEmbedded() {
        return !external;
    }

    @Override
    public void close() {
        factory.close();
    }
}
