package io.logdrive.systemtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one fault did and how the pipeline took it. Confined to the thread of the drill. */
final class FaultOutcome {
    /** What a process may take from its start to ready (issue 3, show 2). */
    static final double READY_SECONDS_MAX = 60;

    private final Schedule.Planned fault;
    private final double atSeconds;
    private final List<String> details = new ArrayList<>();
    private final List<Double> readySeconds = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Nothing happened yet; {@code atSeconds} since the start of the load. */
    FaultOutcome(Schedule.Planned fault, double atSeconds) {
        this.fault = fault;
        this.atSeconds = atSeconds;
    }

    /** Something worth a word in the line of this fault. */
    FaultOutcome note(String detail) {
        details.add(detail);
        return this;
    }

    /** A process was ready this long after its start. */
    FaultOutcome ready(double seconds) {
        readySeconds.add(seconds);
        if (seconds > READY_SECONDS_MAX) {
            problem(
                    String.format(
                            Locale.ROOT,
                            "expected to be ready within %.0f s, found %.1f s",
                            READY_SECONDS_MAX,
                            seconds));
        }
        return note(String.format(Locale.ROOT, "ready again after %.1f s", seconds));
    }

    /** What must not be; it makes the drill fail. */
    FaultOutcome problem(String problem) {
        problems.add("#" + fault.number() + " " + fault.kind().word() + ": " + problem);
        return note("PROBLEM: " + problem);
    }

    Schedule.Planned fault() {
        return fault;
    }

    double atSeconds() {
        return atSeconds;
    }

    String details() {
        return String.join(", ", details);
    }

    List<Double> readySeconds() {
        return List.copyOf(readySeconds);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The line that is said once it is over. */
    String text() {
        return String.format(
                Locale.ROOT,
                "#%-3d %6.1f s  %-19s %s",
                fault.number(),
                atSeconds,
                fault.kind().word(),
                details());
    }
}
