package io.logdrive.ingest.queue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * Whether a broker that others have set up keeps what it confirms: a queue that drops, forgets or
 * does not get chunks would lose them silently, so nothing is sent to it.
 *
 * <p>A client sees the queues, not the settings of their addresses; docs/operating.md lists those.
 *
 * <p>Thread-safe.
 */
final class BrokerFitness {
    private static final String ADVICE =
            "; docs/operating.md, \"An external broker\", says how to set it up";

    private BrokerFitness() {}

    /**
     * Lets the broker make what is missing where it allows that, and looks at it.
     *
     * @throws JMSException naming everything that is not as it must be
     */
    static void check(Connection connection, List<String> queues) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            ClientSession core = ((ActiveMQSession) session).getCoreSession();
            List<String> problems = new ArrayList<>();
            try {
                checkAddress(core, problems);
                if (problems.isEmpty()) {
                    for (String queue : queues) {
                        // What is sent before the subscription exists would reach nobody.
                        session.createSharedDurableConsumer(
                                        session.createTopic(EmbeddedBroker.ADDRESS), queue)
                                .close();
                        checkConsumed(queue(core, queue), problems);
                    }
                    checkDead(queue(core, EmbeddedBroker.DEAD_LETTERS), problems);
                }
            } catch (ActiveMQException e) {
                JMSException failed = new JMSException("broker: cannot be asked: " + e);
                failed.initCause(e);
                throw failed;
            }
            if (!problems.isEmpty()) {
                throw new JMSException("broker: " + String.join(", ", problems) + ADVICE);
            }
        }
    }

    private static ClientSession.QueueQuery queue(ClientSession core, String name)
            throws ActiveMQException {
        return core.queueQuery(SimpleString.of(name));
    }

    private static void checkAddress(ClientSession core, List<String> problems)
            throws ActiveMQException {
        ClientSession.AddressQuery logs =
                core.addressQuery(SimpleString.of(EmbeddedBroker.ADDRESS));
        if (!logs.isExists() && !logs.isAutoCreateAddresses()) {
            problems.add("address logs: expected to exist or to be created, found neither");
        } else if (logs.isExists() && !logs.isSupportsMulticast()) {
            problems.add("address logs: expected multicast, found anycast");
        }
    }

    static void checkConsumed(ClientSession.QueueQuery found, List<String> problems) {
        String name = "queue " + found.getName() + ": expected ";
        if (!SimpleString.of(EmbeddedBroker.ADDRESS).equals(found.getAddress())
                || found.getRoutingType() != RoutingType.MULTICAST) {
            problems.add(
                    name
                            + "multicast on the address logs, found "
                            + found.getRoutingType()
                            + " on "
                            + found.getAddress());
        }
        refuseIf(!found.isDurable(), name + "durable, found it is not", problems);
        refuseIf(
                found.getFilterString() != null,
                name + "no filter, found " + found.getFilterString(),
                problems);
        refuseIf(
                found.isPurgeOnNoConsumers(),
                name + "no purge-on-no-consumers, found it",
                problems);
        refuseIf(
                found.getRingSize() != null && found.getRingSize() >= 0,
                name + "no ring-size, found " + found.getRingSize(),
                problems);
        refuseIf(isOn(found.isLastValue()), name + "no last-value, found it", problems);
        refuseIf(isOn(found.isNonDestructive()), name + "no non-destructive, found it", problems);
        refuseIf(isOn(found.isAutoDelete()), name + "no auto-delete, found it", problems);
    }

    private static void checkDead(ClientSession.QueueQuery dead, List<String> problems) {
        String name = "queue " + EmbeddedBroker.DEAD_LETTERS + ": expected ";
        refuseIf(
                !dead.isExists() && !dead.isAutoCreateQueues(),
                name + "to exist or to be created, found neither",
                problems);
        refuseIf(dead.isExists() && !dead.isDurable(), name + "durable, found not", problems);
    }

    private static void refuseIf(boolean wrong, String problem, List<String> problems) {
        if (wrong) {
            problems.add(problem);
        }
    }

    private static boolean isOn(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
