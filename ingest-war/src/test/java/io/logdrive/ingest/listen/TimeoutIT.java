package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Idle and slow senders (RELIABILITY.md, S1). */
class TimeoutIT {
    private static final Duration NEVER = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(500);

    /** So much longer than the timeout that a sender would be gone. */
    private static final int WAIT_MILLIS = 1_500;

    private IntakeFixture intake = new IntakeFixture();

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void closesInOrderWhoIsSilentForTooLong() throws IOException {
        restart(SHORT, NEVER);
        Socket neverSpoke = intake.connect();
        Socket spoke = intake.connect();
        write(spoke, "a\n");

        IntakeFixture.assertClosedInOrder(neverSpoke);
        IntakeFixture.assertClosedInOrder(spoke);

        assertThat(intake.queue.text()).isEqualTo("a\n");
        assertThat(intake.log())
                .contains(
                        "connection-timed-out peer=127.0.0.1:"
                                + spoke.getLocalPort()
                                + " reason=idle-timeout unfinished-bytes=0 data=queued");
        assertThat(intake.count("timed.out.connections", "reason", "idle-timeout")).isEqualTo(2);
    }

    @Test
    void resetsWhoFallsSilentInALineAndStoresWhatWasComplete() throws IOException {
        restart(SHORT, NEVER);
        Socket socket = intake.connect();

        write(socket, "whole\nhal");

        IntakeFixture.assertReset(socket);
        assertThat(intake.queue.text()).isEqualTo("whole\n");
    }

    @Test
    void keepsASilentSenderWhoseLinesAreNotYetOnDisk() throws IOException {
        restart(SHORT, NEVER);
        intake.queue.hold();
        Socket socket = intake.connect();
        write(socket, "a\n");
        await().until(() -> intake.queue.lines() == 1);

        assertStaysOpen(socket);
        intake.queue.confirmAll();

        IntakeFixture.assertClosedInOrder(socket);
    }

    @Test
    void resetsWhoTakesTooLongForALineThoughBytesKeepComing() throws IOException {
        restart(NEVER, SHORT);
        Socket slow = intake.connect();
        write(slow, "whole\n");
        long start = System.nanoTime();

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 3_000; i++) {
                                write(slow, "x");
                                assertNothingToRead(slow, 20);
                            }
                        })
                .isInstanceOf(IOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT);
        assertThat(intake.queue.text()).isEqualTo("whole\n");
        assertThat(intake.log())
                .anyMatch(
                        line ->
                                line.startsWith(
                                                "connection-timed-out peer=127.0.0.1:"
                                                        + slow.getLocalPort()
                                                        + " reason=unfinished-timeout")
                                        && line.endsWith("data=unfinished-with-sender"));
        assertThat(intake.count("timed.out.connections", "reason", "unfinished-timeout"))
                .isEqualTo(1);
    }

    @Test
    void resetsWhoTakesTooLongForAFrame() throws IOException {
        restart(NEVER, SHORT);
        Socket slow = intake.connect();

        slow.getOutputStream().write(new byte[] {(byte) 0x92, (byte) 0xa1, 't'});

        IntakeFixture.assertReset(slow);
    }

    @Test
    void countsEachLineByItself() throws Exception {
        restart(NEVER, Duration.ofSeconds(2));
        Socket socket = intake.connect();

        for (int i = 0; i < 40; i++) {
            // Never without an unfinished line, but none is old.
            write(socket, "x\nx");
            assertNothingToRead(socket, 100);
        }
        socket.setSoTimeout(10_000);
        socket.shutdownOutput();

        IntakeFixture.assertClosedInOrder(socket);
        assertThat(intake.queue.lines()).isEqualTo(41);
    }

    @Test
    void doesNotCountTheTimeInWhichItDoesNotRead() throws IOException {
        ListenSettings settings = new ListenSettings();
        settings.unfinishedTimeout = SHORT;
        settings.unconfirmedMax = 1 << 16;
        intake.close();
        intake = new IntakeFixture(settings.config());
        intake.queue.hold();
        Socket socket = intake.connect();
        write(socket, "x".repeat((1 << 16) - 1) + "\nhal");
        await().until(() -> intake.queue.lines() == 1);

        assertStaysOpen(socket);
        intake.queue.confirmAll();
        write(socket, "f\n");
        await().until(() -> intake.queue.lines() == 2);
        intake.queue.confirmAll();

        assertThat(intake.queue.text()).endsWith("\nhalf\n");
    }

    @Test
    void waitsForEverByDefault() throws IOException {
        Socket half = intake.connect();
        write(half, "be");

        assertStaysOpen(half);
        write(half, "gun\n");
        half.shutdownOutput();

        IntakeFixture.assertClosedInOrder(half);
        assertThat(intake.queue.text()).isEqualTo("begun\n");
    }

    private void restart(Duration idle, Duration unfinished) throws IOException {
        ListenSettings settings = new ListenSettings();
        settings.idleTimeout = idle;
        settings.unfinishedTimeout = unfinished;
        intake.close();
        intake = new IntakeFixture(settings.config());
    }

    private static void assertStaysOpen(Socket socket) throws IOException {
        assertNothingToRead(socket, WAIT_MILLIS);
        socket.setSoTimeout(10_000);
    }

    /** Throws when it is closed by a reset, fails when in order. */
    private static void assertNothingToRead(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            assertThat(socket.getInputStream().read()).as("end of the stream").isNotEqualTo(-1);
        } catch (SocketTimeoutException e) {
            // Nothing came, as expected.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }
}
