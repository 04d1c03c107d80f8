package io.logdrive.agent;

import io.logdrive.agent.Surroundings.TerminalOutput;
import java.time.Clock;
import java.util.Map;

/** Surroundings without terminal and signals. Thread-safe. */
final class FakeSurroundings {
    static final long SEED = 4711;

    private FakeSurroundings() {}

    static Surroundings quiet() {
        return with(first -> {});
    }

    static Surroundings with(Surroundings.Interrupts interrupts) {
        return of(Map.of(), interrupts);
    }

    static Surroundings in(Map<String, String> environment) {
        return of(environment, first -> {});
    }

    private static Surroundings of(
            Map<String, String> environment, Surroundings.Interrupts interrupts) {
        return new Surroundings(
                Clock.systemUTC(),
                System::nanoTime,
                () -> SEED,
                environment,
                new TerminalOutput(false, System.out),
                interrupts);
    }
}
