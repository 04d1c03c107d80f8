package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.forward.ScriptedDestination;
import io.logdrive.ingest.listen.ListenException;
import io.logdrive.ingest.queue.GuardState;
import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All parts of ingest together, without a container, against a scripted destination. */
class IngestIT {
    @TempDir private Path data;
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private ScriptedDestination destination;
    private Ingest ingest;

    @BeforeEach
    void start() throws IOException {
        destination = new ScriptedDestination(0);
        ingest = started(Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        ingest.stop();
        destination.close();
    }

    @Test
    void carriesLinesInOrderFromTheSocketToTheDestination() throws IOException {
        List<String> lines = IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList();

        send(String.join("\n", lines));
        ingest.closeAgedBatch();
        await().until(() -> destination.bodies().size() >= 4_900);
        ingest.stop();

        assertThat(destination.bodies()).isEqualTo(lines);
        assertThat(ingest.depth().snapshot().lines()).isZero();
    }

    @Test
    void holdsItsInvariantsUnderLoad() throws Exception {
        List<String> violations = new CopyOnWriteArrayList<>();
        AtomicBoolean loaded = new AtomicBoolean(true);
        Thread checker =
                new Thread(
                        () -> {
                            while (loaded.get()) {
                                ingest.checkInvariants();
                                violations.addAll(ingest.violations());
                            }
                        });
        checker.start();

        for (int round = 0; round < 20; round++) {
            send("one line of some length\n".repeat(5_000));
        }
        loaded.set(false);
        checker.join();
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            ingest.closeAgedBatch();
                            return ingest.depth().snapshot().lines() == 0;
                        });
        ingest.checkInvariants();
        ingest.checkInvariants();

        assertThat(violations).isEmpty();
        assertThat(ingest.violations()).isEmpty();
        assertThat(ingest.guard().state()).isEqualTo(GuardState.ACCEPTING);
    }

    @Test
    void sendsTheOpenBatchAtTheStop() throws IOException {
        await().until(() -> ingest.forwarder().isConnected());
        send("lone\n");

        ingest.stop();

        assertThat(destination.bodies()).containsExactly("lone");
        assertThat(ingest.state()).isEqualTo(Ingest.State.STOPPED);
    }

    @Test
    void leavesNoThreadBehind() throws IOException {
        send("a\nb\n");

        ingest.stop();

        await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
    }

    @Test
    void keepsLinesThroughAStopWhileTheDestinationIsAway() throws IOException {
        int port = destination.address().getPort();
        destination.close();
        await().until(() -> !ingest.forwarder().isConnected());
        send("a\nb\n");
        ingest.stop();
        assertThat(ingest.depth().snapshot().lines()).isEqualTo(2);

        destination = new ScriptedDestination(port);
        ingest = started(Map.of());
        assertThat(ingest.depth().snapshot().lines()).isEqualTo(2);
        await().untilAsserted(
                        () -> {
                            ingest.closeAgedBatch();
                            assertThat(destination.bodies()).containsExactly("a", "b");
                        });

        await().until(() -> ingest.depth().snapshot().lines() == 0);
    }

    @Test
    void sendsAgainAfterARestartWhatTheDestinationDidNotAcknowledge() throws IOException {
        ingest.stop();
        destination.acknowledge(false);
        ingest = started(Map.of("stop-timeout", "PT1S"));
        await().until(() -> ingest.forwarder().isConnected());
        send("a\n");
        ingest.stop();
        assertThat(destination.bodies()).containsExactly("a");

        destination.acknowledge(true);
        ingest = started(Map.of());
        await().untilAsserted(
                        () -> {
                            ingest.closeAgedBatch();
                            assertThat(destination.bodies()).containsExactly("a", "a");
                        });

        await().until(() -> ingest.depth().snapshot().lines() == 0);
    }

    @Test
    void stopsEverythingAgainWhenThePortIsTaken() throws IOException {
        ingest.stop();

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> started(Map.of("listen.address", address)))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("found /" + address);
        }

        await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
    }

    /** Others deleted the backlog before a configuration error stopped the start. */
    @Test
    void keepsTheQueueThroughStartsThatFail() throws IOException {
        int port = destination.address().getPort();
        destination.close();
        send("a\nb\n");
        ingest.stop();

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> started(Map.of("listen.address", address)))
                    .isInstanceOf(ListenException.class);
        }
        assertThatThrownBy(() -> started(Map.of("batch.records-max", "0")))
                .isInstanceOf(ConfigurationException.class);

        destination = new ScriptedDestination(port);
        ingest = started(Map.of());
        await().untilAsserted(
                        () -> {
                            ingest.closeAgedBatch();
                            assertThat(destination.bodies()).containsExactly("a", "b");
                        });
    }

    private Ingest started(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listen.address", "127.0.0.1:0");
        settings.put("listen.syslog-udp.address", "127.0.0.1:0");
        settings.put("forward.address", "127.0.0.1:" + destination.address().getPort());
        settings.put("queue.disk-free-min", "16MiB");
        settings.put("queue.disk-ballast", "1MiB");
        settings.put("batch.age-max", "PT0.1S");
        settings.put("data", data.toString());
        settings.putAll(changes);
        Map<String, String> keys = new HashMap<>();
        settings.forEach((key, value) -> keys.put(IngestConfig.PREFIX + key, value));
        Ingest fresh = new Ingest(IngestConfig.read(Settings.ofMap(keys)), Thread::new);
        fresh.start();
        return fresh;
    }

    /** Returns once everything is durable. */
    private void send(String text) throws IOException {
        InetSocketAddress address = Objects.requireNonNull(ingest.server().address());
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Set<String> newThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !threadsBefore.contains(thread))
                .map(Thread::getName)
                .filter(
                        name ->
                                name.startsWith("ingest-")
                                        || name.contains("ActiveMQ")
                                        || name.contains("rtemis")
                                        || name.contains("activemq")
                                        || name.contains("netty"))
                .collect(Collectors.toSet());
    }
}
