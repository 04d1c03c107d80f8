package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.AckServer;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Acknowledged runs of one connection to a scripted server. Thread-safe. */
final class AckRuns {
    static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final Duration LONG = Duration.ofSeconds(100);
    static final int WINDOW = 4;
    static final long LINES = 5_000;

    private AckRuns() {}

    static SendConfig config(int port, Rate rate, long lines, Duration silence) {
        return config(port, rate, lines, silence, LONG);
    }

    static SendConfig config(int port, Rate rate, long lines, Duration silence, Duration confirm) {
        AckConfig ack = new AckConfig(WINDOW, silence.dividedBy(3), silence);
        return new SendConfig("127.0.0.1", port, 1, rate, null, lines, confirm, ack);
    }

    static Sender sender(SendConfig config) {
        return sender(config, System::nanoTime);
    }

    static Sender sender(SendConfig config, LongSupplier nanoTime) {
        AckStream stream =
                new AckStream(ID, "source", "web-1", new NumberedLines(100), Position.NONE);
        return Sender.acknowledged(config, i -> stream, nanoTime, () -> 1_700_000_000_000_000L);
    }

    static SendReport run(Sender sender) throws InterruptedException {
        sender.start();
        return end(sender);
    }

    static SendReport end(Sender sender) throws InterruptedException {
        assertThat(sender.await(LONG.toNanos())).isTrue();
        return sender.report();
    }

    static void awaitUntil(Sender sender, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            sender.await(5_000_000);
        }
    }

    static void assertAllThere(AckServer server, SendReport report) {
        assertThat(report.sent()).isEqualTo(LINES);
        assertThat(report.confirmed()).isEqualTo(LINES);
        assertThat(report.unconfirmed()).isZero();
        assertThat(report.cause()).isEqualTo(StopCause.LINES);
        assertThat(report.position()).isEqualTo(LINES);
        assertThat(server.distinctLines())
                .hasSize((int) LINES)
                .allMatch(line -> line.matches("(\\d+):\\1x{100}"));
    }
}
