package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which part of a line's way used how much of a JVM's CPU time, by the names of its threads. Linux
 * keeps the first 15 characters of each.
 *
 * <p>Thread-safe.
 */
final class Stages {
    /** In the order of a line's way; the first whose beginning fits. */
    private static final List<Stage> STAGES =
            List.of(
                    new Stage("listen", "ingest-listen"),
                    new Stage("queue: into the broker", "ingest-enqueue"),
                    new Stage("queue: the broker", "Thread-", "activemq-", "ingest-broker"),
                    new Stage("process and forward", "ingest-forward", "ingest-destinat"),
                    new Stage("receive", "destination-rec"),
                    new Stage("store", "destination-sto", "MVStore", "H2-"),
                    new Stage("garbage collector", "VM Thread", "GC Thread", "G1 "),
                    new Stage("compiler", "C1 ", "C2 "));

    private static final String REST = "everything else";

    private Stages() {}

    /** CPU seconds that each stage has used so far, of threads that live. */
    static Map<String, Double> cpuSeconds(long pid) throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        STAGES.forEach(stage -> seconds.put(stage.name, 0.0));
        seconds.put(REST, 0.0);
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                String stat = stat(thread);
                if (!stat.isEmpty()) {
                    seconds.merge(of(name(stat)), ProcFiles.cpuSeconds(stat), Double::sum);
                }
            }
        }
        return seconds;
    }

    /** Empty when it ended between the two looks. */
    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The stage of a thread. */
    static String of(String thread) {
        for (Stage stage : STAGES) {
            if (stage.beginnings.stream().anyMatch(thread::startsWith)) {
                return stage.name;
            }
        }
        return REST;
    }

    /** The name in a {@code stat}. */
    static String name(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    }

    /** The threads of a part of the way. Immutable. */
    private record Stage(String name, List<String> beginnings) {
        Stage(String name, String... beginnings) {
            this(name, List.of(beginnings));
        }
    }
}
