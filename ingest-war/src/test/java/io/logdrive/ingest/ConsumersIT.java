package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.archive.ArchivedLines;
import io.logdrive.ingest.consume.ConsumerStatus;
import io.logdrive.ingest.forward.ScriptedDestination;
import io.logdrive.payara.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further consumers of the queue beside the forwarder, without a container. */
class ConsumersIT {
    private static final Map<String, String> ARCHIVE = Map.of("consumers", "archive");

    @TempDir private Path data;
    private ScriptedDestination destination;
    private Ingest ingest;

    @BeforeEach
    void listen() throws IOException {
        destination = new ScriptedDestination(0);
        ingest = create(Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        ingest.stop();
        destination.close();
    }

    @Test
    void givesEveryLineToTheForwarderAndToTheArchive() throws IOException {
        start(ARCHIVE);
        List<String> lines = IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList();

        send(String.join("\n", lines));
        awaitDrained();

        assertThat(destination.bodies()).isEqualTo(lines);
        assertThat(archived()).isEqualTo(lines);
        assertThat(ingest.consumers().statuses())
                .singleElement()
                .satisfies(
                        archive -> {
                            assertThat(archive.name()).isEqualTo("archive");
                            assertThat(archive.state()).isEqualTo("running");
                            assertThat(archive.lines()).isEqualTo(5_000);
                        });
        ingest.checkInvariants();
        assertThat(ingest.violations()).isEmpty();
    }

    @Test
    void showsTheDepthOfEachQueueWhileOneConsumerCannotWrite() throws IOException {
        Path notAFolder = Files.writeString(data.resolve("file"), "in the way");
        start(Map.of("consumers", "archive", "consumer.archive.directory", notAFolder + "/x"));

        send("a\nb\nc\n");
        await().until(
                        () -> {
                            ingest.closeAgedBatch();
                            return ingest.depth().snapshot().lines() == 0;
                        });

        assertThat(destination.bodies()).containsExactly("a", "b", "c");
        await().untilAsserted(
                        () -> {
                            ConsumerStatus archive = ingest.consumers().statuses().get(0);
                            assertThat(archive.state()).isEqualTo("retrying");
                            assertThat(archive.reason()).contains(notAFolder.toString());
                            assertThat(archive.depth().lines()).isEqualTo(3);
                        });
        Files.delete(notAFolder);
        awaitDrained();
        ingest.stop();
        assertThat(ArchivedLines.in(notAFolder.resolve("x"))).hasSize(3);
    }

    @Test
    void keepsTheQueueOfAConsumerThatIsNotConfiguredAndGivesItNothingMore() throws IOException {
        Path notAFolder = Files.writeString(data.resolve("file"), "in the way");
        Map<String, String> blocked =
                Map.of("consumers", "archive", "consumer.archive.directory", notAFolder + "/x");
        start(Map.of());
        send("before\n");
        awaitDrained();
        ingest.stop();
        start(blocked);
        send("kept\n");
        awaitForwarded(2);
        ingest.stop();

        start(Map.of());
        assertThat(ingest.consumers().statuses())
                .singleElement()
                .satisfies(
                        idle -> {
                            assertThat(idle.name()).isEqualTo("archive");
                            assertThat(idle.state()).isEqualTo("not-configured");
                            assertThat(idle.depth().lines()).isEqualTo(1);
                        });
        send("missed\n");
        awaitForwarded(3);
        ingest.stop();
        start(ARCHIVE);
        send("after\n");
        awaitDrained();

        assertThat(destination.bodies()).containsExactly("before", "kept", "missed", "after");
        assertThat(archived()).containsExactly("kept", "after");
    }

    @Test
    void letsNothingWaitForAConsumerThatHangs() throws IOException {
        start(Map.of("consumers", "archive,hanging", "stop-timeout", "PT2S"));

        send("a\nb\n");
        awaitForwarded(2);
        await().untilAsserted(() -> assertThat(archived()).containsExactly("a", "b"));
        long begin = System.nanoTime();
        ingest.stop();

        assertThat(ingest.state()).isEqualTo(Ingest.State.STOPPED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(ingest.consumers().statuses().get(1).depth().lines()).isEqualTo(2);
        await().untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .extracting(Thread::getName)
                                        .doesNotContain("ingest-consume-hanging-1"));
    }

    /** As {@link IngestIT} does, with more than one consumer of what pages. */
    @Test
    void letsTheForwarderGoOnWhileTheOthersBacklogPages() throws IOException {
        Path notAFolder = Files.writeString(data.resolve("file"), "in the way");
        start(Map.of("consumers", "archive", "consumer.archive.directory", notAFolder + "/x"));
        String line = "x".repeat(1_000) + "\n";
        int rounds = 10;
        int linesOfRound = 15_000;

        for (int round = 0; round < rounds; round++) {
            send(line.repeat(linesOfRound));
            awaitForwarded((round + 1L) * linesOfRound);
        }

        assertThat(ingest.consumers().statuses().get(0).depth().lines())
                .isEqualTo((long) rounds * linesOfRound);
        Files.delete(notAFolder);
        awaitDrained();
        ingest.stop();
        assertThat(ArchivedLines.in(notAFolder.resolve("x"))).hasSize(rounds * linesOfRound);
    }

    private void start(Map<String, String> changes) {
        ingest = create(changes);
        ingest.start();
    }

    private Ingest create(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listen.address", "127.0.0.1:0");
        settings.put("listen.syslog-udp.address", "off");
        settings.put("forward.address", "127.0.0.1:" + destination.address().getPort());
        settings.put("queue.disk-free-min", "16MiB");
        settings.put("queue.disk-ballast", "1MiB");
        settings.put("batch.age-max", "PT0.1S");
        settings.put("data", data.toString());
        if (changes.getOrDefault("consumers", "").contains("archive")) {
            settings.put("consumer.archive.directory", files().toString());
            settings.put("consumer.archive.commit-age", "PT0.05S");
            settings.put("consumer.archive.disk-free-min", "16MiB");
        }
        settings.putAll(changes);
        Map<String, String> keys = new HashMap<>();
        settings.forEach((key, value) -> keys.put(IngestConfig.PREFIX + key, value));
        return new Ingest(IngestConfig.read(Settings.ofMap(keys)), Thread::new);
    }

    private void awaitForwarded(long lines) {
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            ingest.closeAgedBatch();
                            return ingest.depth().snapshot().lines() == 0
                                    && destination.bodies().size() == lines;
                        });
    }

    private void awaitDrained() {
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            ingest.closeAgedBatch();
                            return ingest.depth().snapshot().lines() == 0
                                    && ingest.consumers().statuses().stream()
                                            .allMatch(status -> status.depth().lines() == 0);
                        });
    }

    private List<String> archived() throws IOException {
        return ArchivedLines.in(files()).stream()
                .map(line -> line.replaceAll(".*\"message\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private Path files() {
        return data.resolve("archive");
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
}
