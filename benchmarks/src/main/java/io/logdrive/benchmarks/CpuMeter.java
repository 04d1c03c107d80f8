package io.logdrive.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What named processes use from now on, and what everybody else on the machine does meanwhile.
 *
 * <p>Confined to the main thread.
 */
final class CpuMeter {
    private final Map<String, Clock> clocks;
    private final Map<String, Double> before;
    private final double machineBefore;
    private final double ownBefore;

    /** CPU seconds that a process has used so far. */
    interface Clock {
        double seconds() throws IOException;
    }

    CpuMeter(Map<String, Clock> clocks) throws IOException {
        this.clocks = new LinkedHashMap<>(clocks);
        this.before = read();
        this.machineBefore = ProcFiles.machineCpuSeconds(ProcFiles.machineStat());
        this.ownBefore = ProcFiles.cpuSeconds(ProcFiles.ownStat());
    }

    /**
     * What was used until now.
     *
     * @param agentSeconds what the agent used, who is none of the others either
     */
    Used used(double agentSeconds) throws IOException {
        double others =
                ProcFiles.machineCpuSeconds(ProcFiles.machineStat())
                        - machineBefore
                        - (ProcFiles.cpuSeconds(ProcFiles.ownStat()) - ownBefore)
                        - agentSeconds;
        Map<String, Double> used = read();
        for (Map.Entry<String, Double> process : used.entrySet()) {
            process.setValue(process.getValue() - before.getOrDefault(process.getKey(), 0.0));
            others -= process.getValue();
        }
        return new Used(used, Math.max(0, others));
    }

    private Map<String, Double> read() throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Map.Entry<String, Clock> clock : clocks.entrySet()) {
            seconds.put(clock.getKey(), clock.getValue().seconds());
        }
        return seconds;
    }

    /** CPU seconds of each process and of all others. Immutable. */
    record Used(Map<String, Double> processes, double others) {}
}
