package io.logdrive.agent;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * What the agent takes from the process it runs in.
 *
 * @param clock gives the lines' times
 * @param nanoTime measures the pace
 * @param newSeed gives a seed where none was asked for
 * @param environment of the process
 * @param terminal where a progress bar can be drawn, if anywhere
 *     <p>Immutable.
 */
record Surroundings(
        Clock clock,
        LongSupplier nanoTime,
        LongSupplier newSeed,
        Map<String, String> environment,
        TerminalOutput terminal,
        Interrupts interrupts) {

    /** Who tells that the user wants the run to end. Thread-safe. */
    interface Interrupts {
        /** From now on the first signal runs {@code first}, the second ends the process. */
        void listen(Runnable first);

        /** From now on each hang-up signal runs {@code again}. */
        default void listenForHangUps(Runnable again) {}
    }

    /**
     * The terminal, if the process writes to one.
     *
     * <p>Immutable.
     */
    record TerminalOutput(boolean present, PrintStream stream) {}

    static Surroundings ofProcess() {
        return new Surroundings(
                Clock.systemUTC(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong(1, 1_000_000_000),
                System.getenv(),
                new TerminalOutput(onTerminal(), System.out),
                new SignalInterrupts(System.err));
    }

    LongSupplier epochMicros() {
        return () -> {
            Instant now = clock.instant();
            return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        };
    }

    @SuppressWarnings("SystemConsoleNull") // what Java 22 changed is asked for below
    private static boolean onTerminal() {
        if (System.console() == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // From Java 22 on there may be a console without a terminal, which only this tells.
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
