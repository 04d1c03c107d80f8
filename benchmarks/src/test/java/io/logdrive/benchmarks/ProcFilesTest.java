package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What is read off proc(5). */
class ProcFilesTest {
    private static final String STAT =
            "4711 (java) S 1 2 3 0 -1 4194304 100 200 0 0 1234 66 250 50 20 0 41 0 999 1 2 3 4 5";

    @Test
    void sumsUserAndSystemTime() {
        assertThat(ProcFiles.cpuSeconds(STAT)).isCloseTo(13.0, within(1e-9));
    }

    @Test
    void sumsTheTimeOfChildrenThatWereWaitedFor() {
        assertThat(ProcFiles.childrenCpuSeconds(STAT)).isCloseTo(3.0, within(1e-9));
    }

    @Test
    void isNotMisledByAProgramNameWithBlanksAndBrackets() {
        String stat = STAT.replace("(java)", "(a) S 9 (b c)");

        assertThat(ProcFiles.cpuSeconds(stat)).isCloseTo(13.0, within(1e-9));
    }

    @Test
    void refusesWhatIsNoStat() {
        assertThatThrownBy(() -> ProcFiles.cpuSeconds("nonsense"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("stat: expected (a name), found nonsense");
        assertThatThrownBy(() -> ProcFiles.cpuSeconds("1 (java) S 1"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("stat: expected 52 fields, found 4");
    }

    @Test
    void findsThePeakOfMemory() {
        String status = "Name:\tjava\nVmPeak:\t  9000 kB\nVmHWM:\t  123456 kB\nVmRSS:\t 1 kB\n";

        assertThat(ProcFiles.peakKilobytes(status)).hasValue(123_456);
    }

    @Test
    void knowsNoPeakOfAProcessThatHasEnded() {
        assertThat(ProcFiles.peakKilobytes("Name:\tjava\nState:\tZ (zombie)\n")).isEmpty();
    }

    @Test
    void findsTheMemoryThatAProcessHasNow() {
        assertThat(ProcFiles.residentKilobytes("VmHWM:\t 20 kB\nVmRSS:\t  17 kB\n")).isEqualTo(17);
        assertThat(ProcFiles.residentKilobytes("State:\tZ (zombie)\n")).isZero();
    }

    @Test
    void findsWhatWasWritten() {
        String io = "wchar: 5\nread_bytes: 6\nwrite_bytes: 4096\ncancelled_write_bytes: 7\n";

        assertThat(ProcFiles.writtenBytes(io)).isEqualTo(4096);
        assertThatThrownBy(() -> ProcFiles.writtenBytes("wchar: 5\n"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("io: expected write_bytes, found wchar: 5\n");
    }

    @Test
    void findsHowManyFilesMayBeOpenAtMost() {
        String limits = "Max processes             9 9 processes\nMax open files  %s  files\n";

        assertThat(ProcFiles.openFilesMax(limits.formatted("1024   20000"))).isEqualTo(20_000);
        assertThat(ProcFiles.openFilesMax(limits.formatted("1024   unlimited")))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void countsWhatTheMachineDoesButNotItsIdleness() {
        String stat = "cpu  100 20 30 9999 888 4 5 6 70 80\ncpu0 1 2 3 4 5 6 7 8 9 10\n";

        assertThat(ProcFiles.machineCpuSeconds(stat)).isCloseTo(1.65, within(1e-9));
    }

    @Test
    void refusesWhatIsNoStatOfTheMachine() {
        assertThatThrownBy(() -> ProcFiles.machineCpuSeconds("cpu0 1 2 3"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("/proc/stat: expected a first line cpu with 10 numbers, found cpu0");
    }
}
