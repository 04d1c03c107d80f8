package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many connections that mean harm (RELIABILITY.md, R2, S1 and S3). */
class ConnectionFloodIT {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** What a process may open beside the jars of its class path. */
    private static final int DESCRIPTORS = 200;

    /** Connections that come when there are none left. */
    private static final int LATE = 20;

    /** The beginning of a TLS 1.2 hello. */
    private static final byte[] TLS_HELLO = {
        0x16, 3, 1, 0, (byte) 0xc8, 1, 0, 0, (byte) 0xc4, 3, 3
    };

    @Test
    void leavesOthersAloneAndKeepsNothingOfTwentyThousandWhoSayHelloAndLeave() throws Exception {
        try (ListenProcessClient intake = start(List.of())) {
            flood(intake, 2_000);
            awaitAsked(intake, "connections", 0);
            long descriptors = intake.ask("descriptors");
            long heap = intake.ask("heap");
            int lines = 20_000;
            Socket other = intake.connect();
            CompletableFuture<Void> sender = sendLines(other, lines);

            long start = System.nanoTime();
            CompletableFuture<Void> second =
                    CompletableFuture.runAsync(() -> flood(intake, 10_000), ConnectionFloodIT::run);
            flood(intake, 10_000);
            second.get(3, TimeUnit.MINUTES);
            double seconds = (System.nanoTime() - start) / 1e9;
            sender.get(3, TimeUnit.MINUTES);
            IntakeFixture.assertClosedInOrder(other);

            System.out.printf("connects per second: %.0f%n", 20_000 / seconds);
            assertThat(intake.ask("lines")).isEqualTo(lines);
            awaitAsked(intake, "connections", 0);
            assertThat(intake.ask("descriptors")).isLessThanOrEqualTo(descriptors);
            assertThat(intake.ask("heap") - heap).isLessThan(8L << 20);
        }
    }

    @Test
    void resetsFiveThousandSlowSendersWhereATimeoutIsConfiguredAndLeavesOthersAlone()
            throws Exception {
        int slow = 5_000;
        try (ListenProcessClient intake = start(List.of("unfinished-timeout=PT5S"))) {
            assumeThat(intake.ask("descriptor-limit"))
                    .as("descriptors (ulimit -Hn) for %d connections", slow)
                    .isGreaterThan(slow + 300);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < slow; i++) {
                Socket socket = intake.connect();
                socket.getOutputStream().write('x');
                sockets.add(socket);
            }
            int lines = 20_000;
            Socket other = intake.connect();
            CompletableFuture<Void> sender = sendLines(other, lines);

            long mostUnfinished = 0;
            long deadline = System.nanoTime() + LONG.toNanos();
            while (intake.ask("timed-out") < slow && System.nanoTime() < deadline) {
                mostUnfinished = Math.max(mostUnfinished, intake.ask("unfinished"));
                drip(sockets);
            }
            sender.get(3, TimeUnit.MINUTES);
            IntakeFixture.assertClosedInOrder(other);

            assertThat(intake.ask("timed-out")).isEqualTo(slow);
            assertThat(mostUnfinished).isLessThan(slow * 1_000L);
            assertThat(intake.ask("lines")).isEqualTo(lines);
            awaitAsked(intake, "connections", 0);
        }
    }

    @Test
    void admitsNoMoreThanItsDescriptorsAllow() throws Exception {
        try (ListenProcessClient intake = startWithFewDescriptors()) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                sockets.add(intake.connect());
            }
            await().atMost(LONG)
                    .until(
                            () ->
                                    intake.ask("connections")
                                                    + intake.ask("rejected-for-descriptors")
                                            == 2 * DESCRIPTORS);

            assertThat(intake.ask("rejected-for-descriptors")).isPositive();
            assertThat(intake.ask("accept-failures")).isZero();
            assertThat(intake.ask("descriptor-limit") - intake.ask("descriptors"))
                    .as("descriptors left for others")
                    .isGreaterThan(40);
            // Who was admitted first is served.
            Socket first = sockets.get(0);
            first.getOutputStream().write("first\n".getBytes(UTF_8));
            first.shutdownOutput();
            IntakeFixture.assertClosedInOrder(first);
            assertThat(intake.ask("lines")).isEqualTo(1);
        }
    }

    @Test
    void waitsWithoutSpinningForADescriptorAndGoesOnWhenThereIsOne() throws Exception {
        try (ListenProcessClient intake = startWithFewDescriptors()) {
            Socket early = intake.connect();
            early.getOutputStream().write("early\n".getBytes(UTF_8));
            awaitAsked(intake, "lines", 1);
            assertThat(intake.ask("hog")).isPositive();
            // Not one alone: the JVM itself may have held a descriptor for a moment while the
            // others were hogged, and with it one more is accepted.
            for (int i = 0; i < LATE; i++) {
                intake.connect().getOutputStream().write("late\n".getBytes(UTF_8));
            }
            awaitAcceptFailures(intake, 1);

            long failures = intake.ask("accept-failures");
            long cpuMillis = intake.ask("cpu-millis");
            long start = System.nanoTime();
            awaitAcceptFailures(intake, failures + 4);
            double seconds = (System.nanoTime() - start) / 1e9;
            cpuMillis = intake.ask("cpu-millis") - cpuMillis;
            early.getOutputStream().write("early again\n".getBytes(UTF_8));
            await().atMost(LONG).until(() -> intake.ask("lines") - intake.ask("lone-lines") == 2);
            assertThat(intake.ask("lone-lines")).as("late ones").isLessThan(LATE);
            intake.ask("release");

            awaitAsked(intake, "lines", 2 + LATE);
            assertThat(seconds).as("seconds for four attempts").isGreaterThan(2.5);
            assertThat(cpuMillis).as("CPU meanwhile").isLessThan((long) (seconds * 500));
        }
    }

    @Test
    void diesAtItsCrashPointAndResetsItsSender() throws Exception {
        try (ListenProcessClient intake =
                new ListenProcessClient(
                        List.of(), List.of("-Dio.logdrive.drill.crash=line-framed:2"), List.of())) {
            Socket socket = intake.connect();
            socket.getOutputStream().write("a\n".getBytes(UTF_8));
            awaitAsked(intake, "lines", 1);

            socket.getOutputStream().write("b\n".getBytes(UTF_8));
            socket.shutdownOutput();

            IntakeFixture.assertReset(socket);
            assertThat(intake.awaitExit()).isEqualTo(137);
        }
    }

    private static void drip(List<Socket> sockets) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write('x');
            } catch (IOException e) {
                // It was reset, which is what is counted.
            }
        }
    }

    private static void flood(ListenProcessClient intake, int count) {
        for (int i = 0; i < count; i++) {
            try (Socket socket = intake.connectOnce()) {
                // By a reset, lest this machine runs out of ports.
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(TLS_HELLO);
            } catch (SocketException e) {
                // It was reset before we had written all.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Line after line, so many in all, and says then that nothing more comes. */
    private static CompletableFuture<Void> sendLines(Socket socket, int lines) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        byte[] line = ("x".repeat(100) + "\n").getBytes(UTF_8);
                        for (int i = 0; i < lines; i++) {
                            socket.getOutputStream().write(line);
                        }
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                ConnectionFloodIT::run);
    }

    private static void run(Runnable task) {
        new Thread(task, "test-sender").start();
    }

    private static ListenProcessClient start(List<String> settings) throws IOException {
        return new ListenProcessClient(List.of(), List.of("-Xmx128m"), settings);
    }

    private static ListenProcessClient startWithFewDescriptors() throws IOException {
        long base;
        try (ListenProcessClient unlimited = start(List.of())) {
            base = unlimited.ask("descriptors");
        }
        return new ListenProcessClient(
                List.of("prlimit", "--nofile=" + (base + DESCRIPTORS)),
                List.of("-Xmx128m"),
                List.of());
    }

    /** Takes meanwhile whatever descriptor is free again. */
    private static void awaitAcceptFailures(ListenProcessClient intake, long least) {
        await("accept failures " + least)
                .atMost(LONG)
                .until(() -> intake.ask("hog") > 0 && intake.ask("accept-failures") >= least);
    }

    private static void awaitAsked(ListenProcessClient intake, String what, long expected) {
        await(what + " " + expected).atMost(LONG).until(() -> intake.ask(what) == expected);
    }
}
