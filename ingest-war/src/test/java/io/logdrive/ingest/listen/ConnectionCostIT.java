package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What connections cost that send little or nothing (RELIABILITY.md, R1 and R5). */
class ConnectionCostIT {
    private static final int IDLE = 10_000;
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int MIB = 1 << 20;

    /** What a connection did before it fell silent. */
    enum Before {
        A_LINE_AND_A_HALF,
        A_FRAME;

        byte[] bytes() {
            return this == A_FRAME
                    ? frame(60_000)
                    : ("x".repeat(10_000) + "\nhalf a line").getBytes(UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTenThousandIdleConnectionsForAFewKilobytesEach(Before before) throws IOException {
        assumeDescriptors(IDLE + 500);
        try (ListenProcessClient intake = start("-Xmx128m")) {
            // What the first connections load and initialise is not theirs alone.
            connect(intake, before, 50);
            awaitAsked(intake, "connections", 50);
            long heap = intake.ask("heap");
            long direct = intake.ask("direct");
            List<Socket> idle = connect(intake, before, IDLE);
            awaitAsked(intake, "connections", IDLE + 50);
            awaitAsked(intake, "lines", IDLE + 50);

            long heapEach = (intake.ask("heap") - heap) / IDLE;
            long directMore = intake.ask("direct") - direct;

            System.out.printf(
                    "idle connections after %s: %d bytes of heap each, %d KiB of buffers in all%n",
                    before, heapEach, directMore >> 10);
            assertThat(heapEach).isLessThan(8 << 10);
            assertThat(directMore).isLessThan(32L * MIB);
            assertAllAlive(intake, idle, before);
        }
    }

    @Test
    void keepsItsBoundOfUnfinishedBytesOnASmallHeap() throws IOException {
        byte[] half = new byte[MIB - 1];
        Arrays.fill(half, (byte) 'x');
        try (ListenProcessClient intake = start("-Xmx96m")) {
            for (int i = 0; i < 64; i++) {
                intake.connect().getOutputStream().write(half);
            }
            awaitAsked(intake, "unfinished", 64L * MIB);
            assertThat(intake.ask("connections")).isEqualTo(64);

            // As many again: who holds most goes, and its sender may notice while it writes.
            for (int i = 0; i < 64; i++) {
                try {
                    intake.connect().getOutputStream().write(half);
                } catch (SocketException e) {
                    assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
                }
            }
            await().atMost(LONG).until(() -> intake.ask("unfinished") <= 64L * MIB);
            assertThat(intake.ask("evicted")).isPositive();

            Socket other = intake.connect();
            other.getOutputStream().write("other\n".getBytes(UTF_8));
            other.shutdownOutput();
            IntakeFixture.assertClosedInOrder(other);
            assertThat(intake.ask("lines")).isEqualTo(1);
        }
    }

    private static void assertAllAlive(ListenProcessClient intake, List<Socket> idle, Before before)
            throws IOException {
        byte[] more = before == Before.A_FRAME ? frame(10) : "more\n".getBytes(UTF_8);
        for (Socket socket : idle) {
            socket.getOutputStream().write(more);
        }
        awaitAsked(intake, "lines", 2 * IDLE + 50);
        assertThat(intake.ask("connections")).isEqualTo(IDLE + 50);
    }

    private static List<Socket> connect(ListenProcessClient intake, Before before, int count)
            throws IOException {
        byte[] bytes = before.bytes();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = intake.connect();
            socket.getOutputStream().write(bytes);
            sockets.add(socket);
            if (before == Before.A_FRAME && i % 100 == 99) {
                // Ten thousand frames on their way at once exceed the bound of unfinished bytes.
                awaitAsked(intake, "unfinished", 0);
            }
        }
        return sockets;
    }

    /** A Forward message of one entry with a value of so many bytes. */
    private static byte[] frame(int size) {
        byte[] head = {
            (byte) 0x93,
            (byte) 0xa1,
            't',
            1,
            (byte) 0x81,
            (byte) 0xa1,
            'm',
            (byte) 0xda,
            (byte) (size >> 8),
            (byte) size
        };
        byte[] frame = Arrays.copyOf(head, head.length + size);
        Arrays.fill(frame, head.length, frame.length, (byte) 'x');
        return frame;
    }

    private static ListenProcessClient start(String heap) throws IOException {
        return new ListenProcessClient(List.of(), List.of(heap), List.of());
    }

    private static void awaitAsked(ListenProcessClient intake, String what, long expected) {
        await(what + " " + expected).atMost(LONG).until(() -> intake.ask(what) == expected);
    }

    private static void assumeDescriptors(int needed) {
        assumeThat(ManagementFactory.getOperatingSystemMXBean())
                .isInstanceOfSatisfying(
                        UnixOperatingSystemMXBean.class,
                        unix ->
                                assumeThat(unix.getMaxFileDescriptorCount())
                                        .as("descriptors (ulimit -Hn) for %d connections", needed)
                                        .isGreaterThan(needed));
    }
}
