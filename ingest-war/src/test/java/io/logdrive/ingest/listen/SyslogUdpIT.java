package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyslogUdpIT {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private IntakeFixture intake = new IntakeFixture(config(1 << 20, 1 << 20));

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void takesEachDatagramForALineWhateverIsInIt() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, "<13>a\nb\n");
            send(socket, "");
            send(socket, "no syslog\0");
            send(socket, "5 <13>c");
            send(socket, "x".repeat(60_000));
            await().until(() -> intake.queue.lines() == 5);
        }

        assertThat(SyslogIntakeIT.texts(intake.queue))
                .containsExactly("<13>a\nb", "", "no syslog", "5 <13>c", "x".repeat(60_000));
        Chunk chunk = intake.queue.chunks().get(0);
        assertThat(chunk.origin().kind()).isEqualTo(OriginKind.SYSLOG_UDP);
        assertThat(chunk.origin().peer()).isEqualTo("127.0.0.1");
        assertThat(chunk.origin().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void isOneOriginForEachAddressWhateverItsPorts() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                send(socket, "<13>" + i);
            }
            int sent = i + 1;
            await().until(() -> intake.queue.lines() == sent);
        }
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
            send(other, "<13>other");
            await().until(() -> intake.queue.lines() == 21);
        }

        List<Chunk> chunks = intake.queue.chunks();
        Set<String> peers =
                chunks.stream().map(chunk -> chunk.origin().peer()).collect(Collectors.toSet());
        assertThat(peers).containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");
        assertThat(chunks.stream().map(chunk -> chunk.origin().id()).distinct()).hasSize(2);
        assertThat(chunks.stream().limit(20).map(Chunk::first))
                .isEqualTo(
                        List.of(
                                0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L,
                                15L, 16L, 17L, 18L, 19L));
        assertThat(intake.server.syslogUdpSenders())
                .extracting(ConnectionStatus::peer, ConnectionStatus::lines)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("127.0.0.1", 20L),
                        org.assertj.core.groups.Tuple.tuple("127.0.0.2", 1L));
    }

    @Test
    void beginsOtherOriginsAfterARestart() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, "<13>a");
            await().until(() -> intake.queue.lines() == 1);
            Chunk before = intake.queue.chunks().get(0);
            restart(config(1 << 20, 1 << 20));

            send(socket, "<13>b");
            await().until(() -> intake.queue.lines() == 1);

            Chunk after = intake.queue.chunks().get(0);
            assertThat(after.origin().id()).isNotEqualTo(before.origin().id());
            assertThat(after.first()).isZero();
        }
    }

    @Test
    void makesFewChunksOfManyDatagrams() throws IOException {
        int datagrams = 500;
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < datagrams; i++) {
                send(socket, "<13>" + i);
            }
            await().until(() -> intake.queue.lines() == datagrams);
        }

        assertThat(intake.queue.chunks()).hasSizeLessThan(datagrams / 2);
        List<String> texts = SyslogIntakeIT.texts(intake.queue);
        assertThat(texts.get(datagrams - 1)).isEqualTo("<13>" + (datagrams - 1));
    }

    /** What is too much is dropped by the kernel, and that is counted and said. */
    @Test
    void receivesNothingWhileTooMuchIsUnconfirmedAndTellsWhatTheKernelDropped() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/net/udp")), "/proc/net/udp: expected to be there");
        restart(config(1 << 16, 1 << 16));
        intake.queue.hold();
        int datagrams = 400;
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < datagrams; i++) {
                send(socket, "x".repeat(8_000));
            }
            await().until(() -> intake.count("udp.kernel.drops") > 0);
            // The next look has the rest.
            await().until(() -> intake.queue.lines() > 0 && dropsAreStill());
            long dropped = (long) intake.count("udp.kernel.drops");
            assertThat(intake.queue.unconfirmedBytesMost()).isLessThan(1 << 20);

            await().until(
                            () -> {
                                intake.queue.confirmAll();
                                return intake.queue.lines() == datagrams - dropped;
                            });
            assertThat(status().kernelDrops()).isEqualTo(dropped);
            assertThat(intake.log())
                    .anyMatch(
                            line ->
                                    line.matches(
                                            "udp-datagrams-dropped datagrams=\\d+ total=\\d+"
                                                    + " receive-buffer=65536 reason=buffer-full"
                                                    + " data=lost"));
            send(socket, "<13>after");
            await().until(
                            () -> {
                                intake.queue.confirmAll();
                                return SyslogIntakeIT.texts(intake.queue).contains("<13>after");
                            });
        }
    }

    private boolean dropsAreStill() throws IOException {
        KernelDrops drops =
                KernelDrops.of(Objects.requireNonNull(intake.server.syslogUdpAddress()).getPort());
        return drops.count() == (long) intake.count("udp.kernel.drops");
    }

    @Test
    void offersAChunkAgainWhileTheQueueIsFull() throws IOException {
        intake.queue.answer(Enqueued.FULL, Enqueued.FULL, Enqueued.FULL);
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, "<13>a");
            send(socket, "<13>b");

            await().until(() -> intake.queue.lines() == 2);
        }

        assertThat(SyslogIntakeIT.texts(intake.queue)).containsExactly("<13>a", "<13>b");
        assertThat(intake.count("held.chunks")).isEqualTo(3);
        assertThat(intake.count("lines")).isEqualTo(2);
    }

    @Test
    void takesAtTheStopWhatHasCome() throws IOException {
        int datagrams = 100;
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < datagrams; i++) {
                send(socket, "<13>" + i);
            }
            intake.server.stopReading();
        }

        assertThat(intake.queue.lines()).isEqualTo(datagrams);
        assertThat(intake.server.syslogUdp()).isNull();
    }

    @Test
    void saysAtTheStopWhatTheClosedQueueDidNotTake() throws IOException {
        intake.queue.answer(Enqueued.CLOSED);
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, "<13>a");
            await().until(() -> intake.count("udp.lost.lines") == 1);
        }

        assertThat(intake.log()).contains("udp-datagrams-lost datagrams=1 reason=stop data=lost");
        assertThat(intake.count("lines")).isZero();
    }

    @Test
    void warnsWhenTheKernelGivesASmallerBuffer() throws IOException {
        int asked = 1 << 30;
        restart(config(1 << 20, asked));

        int found = status().receiveBuffer();
        assumeTrue(found < asked, "net.core.rmem_max: expected below 1 GiB, found more");
        assertThat(intake.log())
                .contains(
                        "udp-receive-buffer-lowered expected=1073741824 found="
                                + found
                                + " reason=net.core.rmem_max remedy=sysctl");
    }

    @Test
    void cutsADatagramAtTheLimitOfALine() throws IOException {
        ListenSettings settings = settings(1 << 20, 1 << 20);
        settings.lineMax = 1 << 10;
        restart(settings.config());
        try (DatagramSocket socket = new DatagramSocket()) {
            send(socket, "x".repeat(1_500));
            await().until(() -> intake.queue.lines() == 1);
        }

        assertThat(intake.queue.chunks().get(0).truncated().get(0)).isTrue();
        assertThat(intake.count("truncated.lines")).isEqualTo(1);
        await().until(() -> intake.count("skipped.bytes") == 476);
    }

    @Test
    void saysWhichAddressCannotBeBound() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(ANY_PORT)) {
            ListenSettings settings = new ListenSettings();
            settings.syslogUdp =
                    new SyslogUdpConfig((InetSocketAddress) taken.getLocalSocketAddress(), 1 << 20);

            assertThatThrownBy(() -> new IntakeFixture(settings.config()))
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith(
                            "logdrive.ingest.listen.syslog-udp.address: expected off or an address"
                                    + " that can be bound, found ")
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void listensToNothingWhenItIsOff() throws IOException {
        restart(new ListenSettings().config());

        assertThat(intake.server.syslogUdp()).isNull();
        assertThat(intake.server.syslogUdpSenders()).isEmpty();
    }

    private SyslogUdpStatus status() {
        return Objects.requireNonNull(intake.server.syslogUdp());
    }

    private void restart(ListenConfig config) throws IOException {
        intake.close();
        intake = new IntakeFixture(config);
    }

    private static ListenConfig config(long unconfirmedMax, int receiveBuffer) {
        return settings(unconfirmedMax, receiveBuffer).config();
    }

    private static ListenSettings settings(long unconfirmedMax, int receiveBuffer) {
        ListenSettings settings = new ListenSettings();
        settings.unconfirmedMax = unconfirmedMax;
        settings.syslogUdp = new SyslogUdpConfig(ANY_PORT, receiveBuffer);
        return settings;
    }

    private void send(DatagramSocket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(
                new DatagramPacket(
                        bytes,
                        bytes.length,
                        Objects.requireNonNull(intake.server.syslogUdpAddress())));
    }
}
