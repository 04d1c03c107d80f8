package io.logdrive.ingest.queue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Opens JMS connections to the broker, the same way for the embedded and an external one.
 *
 * <p>Thread-safe.
 */
public final class BrokerConnector implements AutoCloseable {
    private static final int MIB = 1 << 20;
    private static final long CALL_TIMEOUT_MILLIS = 5_000;

    @SuppressWarnings("unused") // kept, or the loggers' levels would be collected with them
    private static final ArtemisLoggers LOGGERS = ArtemisLoggers.quieted();

    private final ActiveMQConnectionFactory factory;
    private final String user;
    private final String password;
    private final boolean embedded;

    /** Connections to {@code url}; nothing is opened yet. */
    public BrokerConnector(String url, String user, String password) {
        this.factory = new ActiveMQConnectionFactory(url);
        this.user = user;
        this.password = password;
        this.embedded = url.startsWith("vm:");
        // Without a window, CompletionListeners fire before the broker has the message
        // (ARTEMIS-3610).
        factory.setConfirmationWindowSize(16 * MIB);
        factory.setProducerWindowSize(4 * MIB);
        factory.setConsumerWindowSize(4 * MIB);
        factory.setMinLargeMessageSize(2 * MIB);
        factory.setBlockOnDurableSend(false);
        factory.setBlockOnAcknowledge(false);
        // A call that goes unanswered for longer finds a broker that is gone or stuck.
        factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
        // Global pools would outlive the WAR.
        factory.setUseGlobalPools(false);
        // A chunk is confirmed or sent again by us; the client must not hide a lost connection.
        factory.setReconnectAttempts(0);
        factory.setDeserializationAllowList("io.logdrive.none");
    }

    Connection open() throws JMSException {
        return user.isEmpty()
                ? factory.createConnection()
                : factory.createConnection(user, password);
    }

    /** Whether the broker is this process's own. */
    boolean isEmbedded() {
        return embedded;
    }

    @Override
    public void close() {
        factory.close();
    }
}
