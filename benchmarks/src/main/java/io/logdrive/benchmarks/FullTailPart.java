package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that are there already, as fast as they can be read; beside it what bare loops and another
 * program take for the same files, in turn.
 *
 * <p>Confined to the main thread.
 */
final class FullTailPart implements TailPart {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final String AGENT =
            "**agent**, from the first chunk to the last acknowledgement";
    private static final String FROM_START = "agent, from the start of its process";

    private final long lines;
    private final int runs;
    private final Map<String, Sample> rates = new LinkedHashMap<>();
    private final Map<String, Sample> cpu = new LinkedHashMap<>();
    private String memory = "";

    FullTailPart(long lines, int runs) {
        this.lines = lines;
        this.runs = runs;
    }

    @Override
    public String title() {
        return Markdown.text("%,d lines that are there already", lines);
    }

    @Override
    public String measure(TailBench on) throws Exception {
        Path folder = on.emptyFolder();
        List<Path> files = on.write(folder, on.busy(), lines / on.busy());
        long all = lines / on.busy() * on.busy();
        for (int run = 1; run <= runs; run++) {
            agent(on, folder, files, all);
            floors(files, all);
            if (RsyslogTail.isInstalled()) {
                RsyslogTail.Result peer = RsyslogTail.read(folder, all);
                add(
                        "rsyslog, imfile to omfwd over plain TCP, not acknowledged",
                        all / peer.seconds());
                addCpu("rsyslog", peer.cpuSeconds(), all);
            }
            on.progress().say("run %d: agent %,.0f lines/s", run, sample(rates, AGENT).last());
        }
        return table();
    }

    private void agent(TailBench on, Path folder, List<Path> files, long all) throws Exception {
        Followed followed = new Followed();
        followed.add(files, Followed.delays(), all / files.size());
        double own = ProcFiles.cpuSeconds(ProcFiles.ownStat());
        try (AckSink sink = new AckSink(followed);
                TailAgent agent = on.agent(folder, sink.port())) {
            Followed.await(sink, agent, all);
            double used = agent.cpuSeconds();
            add(AGENT, all / ((sink.lastNanos() - sink.firstNanos()) / 1e9));
            add(FROM_START, all / ((sink.lastNanos() - agent.startedNanos()) / 1e9));
            addCpu("agent, its start too", used, all);
            memory = SteadyTailPart.memory(agent);
            agent.stop();
        }
        addCpu("its receiver", ProcFiles.cpuSeconds(ProcFiles.ownStat()) - own, all);
    }

    private void floors(List<Path> files, long all) throws IOException {
        add(
                "floor: a loop that reads and sends, over one socket, not acknowledged",
                sent(files, all));
        add("a loop that reads", read(files, all));
    }

    private double sent(List<Path> files, long all) throws IOException {
        double own = ProcFiles.cpuSeconds(ProcFiles.ownStat());
        long begin = System.nanoTime();
        try (DiscardServer server = DiscardServer.start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            long expected = all * LogBlock.LINE_BYTES;
            long bytes = copy(files, out);
            socket.shutdownOutput();
            // Its orderly close says that it has read all.
            if (socket.getInputStream().read() >= 0 || bytes != expected) {
                throw new BenchmarkException(
                        "floor: expected " + expected + " bytes, found " + bytes);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        addCpu(
                "the loop that reads and sends, and its receiver",
                ProcFiles.cpuSeconds(ProcFiles.ownStat()) - own,
                all);
        return all / seconds;
    }

    private static double read(List<Path> files, long all) throws IOException {
        long begin = System.nanoTime();
        copy(files, OutputStream.nullOutputStream());
        return all / ((System.nanoTime() - begin) / 1e9);
    }

    private static long copy(List<Path> files, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    to.write(buffer, 0, count);
                    bytes += count;
                }
            }
        }
        return bytes;
    }

    private void add(String name, double linesPerSecond) {
        sample(rates, name).add(linesPerSecond);
    }

    private void addCpu(String name, double seconds, long all) {
        sample(cpu, name).add(seconds / all * 1e6);
    }

    private static Sample sample(Map<String, Sample> samples, String name) {
        return samples.computeIfAbsent(name, n -> new Sample());
    }

    private String table() {
        StringBuilder table =
                new StringBuilder("| lines/s | min | median | max |\n|---|---:|---:|---:|\n");
        rates.forEach((name, values) -> table.append(Markdown.spread(name, values)));
        table.append("\n| medians | CPU s / million lines |\n|---|---:|\n");
        cpu.forEach(
                (name, values) ->
                        table.append(Markdown.text("| %s | %.2f |%n", name, values.median())));
        return table + "\n| of the last run | |\n|---|---:|\n" + memory;
    }
}
