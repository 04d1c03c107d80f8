package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Linux says of processes and of the machine: proc(5). Thread-safe. */
final class ProcFiles {
    /** What a tick is on every architecture that Java runs on: sysconf(_SC_CLK_TCK). */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 14;
    private static final int CUTIME = 16;
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Pattern WRITTEN = Pattern.compile("(?m)^write_bytes: (\\d+)$");
    private static final Pattern FILES =
            Pattern.compile("(?m)^Max open files\\s+\\d+\\s+(\\d+|unlimited)\\s");

    /** Of the line {@code cpu}: user, nice, system, irq, softirq, steal; idle ones left out. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7, 8);

    private ProcFiles() {}

    /** CPU seconds of a process, from its {@code stat}. */
    static double cpuSeconds(String stat) {
        return ticks(stat, UTIME) / TICKS_PER_SECOND;
    }

    /** CPU seconds of the children that a process has waited for, from its {@code stat}. */
    static double childrenCpuSeconds(String stat) {
        return ticks(stat, CUTIME) / TICKS_PER_SECOND;
    }

    /** The most memory a process has had, from its {@code status}; empty once it has ended. */
    static OptionalLong peakKilobytes(String status) {
        Matcher peak = PEAK.matcher(status);
        return peak.find() ? OptionalLong.of(Long.parseLong(peak.group(1))) : OptionalLong.empty();
    }

    /** The memory that a process has now, from its {@code status}; 0 once it has ended. */
    static long residentKilobytes(String status) {
        Matcher resident = RESIDENT.matcher(status);
        return resident.find() ? Long.parseLong(resident.group(1)) : 0;
    }

    /**
     * What a process, and the children that it has waited for, made the kernel write to a disk, in
     * bytes, from its {@code io}: pages are counted when they become dirty.
     */
    static long writtenBytes(String io) {
        Matcher written = WRITTEN.matcher(io);
        if (!written.find()) {
            throw new BenchmarkException("io: expected write_bytes, found " + io);
        }
        return Long.parseLong(written.group(1));
    }

    /** How many files a process may open at most, from its {@code limits}. */
    static long openFilesMax(String limits) {
        Matcher files = FILES.matcher(limits);
        if (!files.find()) {
            throw new BenchmarkException("limits: expected Max open files, found " + limits);
        }
        String hard = files.group(1);
        return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
    }

    /** CPU seconds that all cores were busy since the machine started, from /proc/stat. */
    static double machineCpuSeconds(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+", -1);
        if (!fields[0].equals("cpu") || fields.length <= 8) {
            throw new BenchmarkException(
                    "/proc/stat: expected a first line cpu with 10 numbers, found " + fields[0]);
        }
        long ticks = 0;
        for (int field : BUSY) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The text of {@code /proc/PID/file}. */
    static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }

    /** The text of {@code /proc/self/stat}. */
    static String ownStat() throws IOException {
        return Files.readString(Path.of("/proc/self/stat"));
    }

    /** The text of {@code /proc/stat}. */
    static String machineStat() throws IOException {
        return Files.readString(Path.of("/proc/stat"));
    }

    /** The sum of the field and the next one; user and system time stand side by side. */
    private static long ticks(String stat, int field) {
        // The second field is the program's name, which may hold blanks and brackets itself.
        int afterName = stat.lastIndexOf(')') + 2;
        if (afterName < 2) {
            throw new BenchmarkException("stat: expected (a name), found " + stat.strip());
        }
        String[] fields = stat.substring(afterName).strip().split(" ", -1);
        int index = field - 3;
        if (fields.length <= index + 1) {
            throw new BenchmarkException("stat: expected 52 fields, found " + (fields.length + 2));
        }
        return Long.parseLong(fields[index]) + Long.parseLong(fields[index + 1]);
    }
}
