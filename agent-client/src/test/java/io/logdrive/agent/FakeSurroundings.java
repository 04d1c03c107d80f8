package io.logdrive.agent;

import io.logdrive.agent.Surroundings.TerminalOutput;
import java.time.Clock;

/** Surroundings without terminal and signals. Thread-safe. */
final class FakeSurroundings {
    static final long SEED = 4711;

    private FakeSurroundings() {}

    static Surroundings quiet() {
        return with(first -> {});
    }

    static Surroundings with(Surroundings.Interrupts interrupts) {
        return new Surroundings(
                Clock.systemUTC(),
                System::nanoTime,
                () -> SEED,
                new TerminalOutput(false, System.out),
                interrupts);
    }
}
