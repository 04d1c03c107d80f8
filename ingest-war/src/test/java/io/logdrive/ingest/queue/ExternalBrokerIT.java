package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.JMSException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same queue on a broker that is reached by TCP, with a broker's own defaults. */
class ExternalBrokerIT {
    @TempDir private Path folder;
    private int port;
    private ActiveMQServer server;
    private BrokerConnector connector;
    private QueueDepth depth;
    private ArtemisChunkQueue queue;
    private ArtemisChunkSource source;
    private Thread sender;
    private Consumer<ConfigurationImpl> adjust = broker -> {};

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        startServer();
        connector = new BrokerConnector("tcp://127.0.0.1:" + port, "ingest", "secret");
        depth = QueueDepth.open(folder.resolve("depth"));
        QueueEvents events = new QueueEvents(new SimpleMeterRegistry(), depth);
        QueueConfig config =
                new QueueConfig("tcp://127.0.0.1:" + port, "", "", folder, 8L << 20, 16L << 20);
        queue = new ArtemisChunkQueue(connector, config, depth, events);
        source = new ArtemisChunkSource(connector, depth, events);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    private void startServer() throws Exception {
        ConfigurationImpl broker = new ConfigurationImpl();
        broker.setBrokerInstance(folder.resolve("broker").toFile());
        broker.setJournalType(JournalType.NIO);
        broker.setSecurityEnabled(false);
        broker.setMaxDiskUsage(100);
        broker.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
        adjust.accept(broker);
        server = new ActiveMQServerImpl(broker);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        source.close();
        connector.close();
        sender.join(10_000);
        server.stop();
    }

    @Test
    void sendsNothingToABrokerThatWouldLoseItAndSaysWhy() throws Exception {
        assertThat(problemsOf(QueueConfiguration.of("forward").setDurable(false)))
                .contains("queue forward: expected durable, found it is not");
        assertThat(problemsOf(QueueConfiguration.of("forward").setRingSize(10L)))
                .contains("queue forward: expected no ring-size, found 10");
        assertThat(problemsOf(QueueConfiguration.of("forward").setPurgeOnNoConsumers(true)))
                .contains("queue forward: expected no purge-on-no-consumers, found it");
    }

    /** Before the first chunk is sent, also when the consumer itself has not connected yet. */
    @Test
    void givesEachConsumerAQueueOfItsOwn() {
        queue.enqueue(Chunks.of(Chunks.origin(1), 0, 1), () -> {});
        Delivery first = await().until(() -> source.receive(100), Objects::nonNull);
        source.acknowledge(first);
        connector.serves(List.of("archive"));
        QueueDepth archiveDepth = QueueDepth.open(folder.resolve("depth-archive"));
        depth.enqueuesAlsoTo(List.of(archiveDepth));
        ArtemisChunkSource archive =
                new ArtemisChunkSource(
                        connector,
                        "archive",
                        archiveDepth,
                        new QueueEvents(new SimpleMeterRegistry(), depth));
        assertThat(archive.receive(100)).as("what came before it was there").isNull();

        queue.enqueue(Chunks.of(Chunks.origin(1), 1, 2), () -> {});
        Delivery forwarded = await().until(() -> source.receive(100), Objects::nonNull);
        source.acknowledge(forwarded);
        Delivery archived = await().until(() -> archive.receive(100), Objects::nonNull);

        assertThat(archived.chunk().name()).isEqualTo(forwarded.chunk().name());
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
        assertThat(archiveDepth.snapshot().lines()).isEqualTo(2);
        archive.acknowledge(archived);
        assertThat(archiveDepth.snapshot()).isEqualTo(Volume.NONE);
        archive.close();
    }

    @Test
    void saysWhatIsMissingWhereTheBrokerMakesNothingByItself() throws Exception {
        server.stop();
        adjust =
                broker -> {
                    broker.setBrokerInstance(folder.resolve("strict").toFile());
                    broker.addAddressSetting(
                            "#",
                            new AddressSettings()
                                    .setAutoCreateAddresses(false)
                                    .setAutoCreateQueues(false));
                };
        startServer();

        assertThatThrownBy(connector::open)
                .hasMessage(
                        "broker: address logs: expected to exist or to be created, found neither;"
                                + " docs/operating.md, \"An external broker\", says how to set it"
                                + " up");
    }

    /** Why a broker with that queue is refused. */
    private String problemsOf(QueueConfiguration forward) throws Exception {
        server.stop();
        adjust =
                broker -> {
                    broker.setBrokerInstance(folder.resolve("unfit").toFile());
                    broker.setPersistenceEnabled(false);
                    broker.addAddressConfiguration(
                            new CoreAddressConfiguration()
                                    .setName("logs")
                                    .addRoutingType(RoutingType.MULTICAST)
                                    .addQueueConfiguration(
                                            forward.setAddress("logs")
                                                    .setRoutingType(RoutingType.MULTICAST)));
                };
        startServer();
        Throwable refused = catchThrowable(connector::open);
        assertThat(refused).isInstanceOf(JMSException.class);
        return String.valueOf(refused.getMessage());
    }

    @Test
    void carriesChunksThroughARestartOfTheBrokerInTheirOrder() throws Exception {
        for (int i = 0; i < 50; i++) {
            queue.enqueue(Chunks.of(Chunks.origin(1), i, 1), () -> {});
        }
        await().until(() -> depth.snapshot().chunks() == 50);
        server.stop();
        for (int i = 50; i < 100; i++) {
            queue.enqueue(Chunks.of(Chunks.origin(1), i, 1), () -> {});
        }
        startServer();

        List<Long> received = new ArrayList<>();
        await().atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> {
                            Delivery delivery = source.receive(100);
                            while (delivery != null) {
                                received.add(delivery.chunk().first());
                                source.acknowledge(delivery);
                                delivery = source.receive(100);
                            }
                            return received.contains(99L);
                        });

        assertThat(received).isSorted().hasSizeGreaterThanOrEqualTo(100);
        assertThat(received.stream().distinct()).hasSize(100);
    }
}
