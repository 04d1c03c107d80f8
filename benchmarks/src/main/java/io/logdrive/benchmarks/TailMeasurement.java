package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the parts that are asked for, each with files and agents of its own.
 *
 * <p>Confined to the main thread.
 */
final class TailMeasurement {
    private final Layout layout;
    private final Progress progress;
    private final Path scratch;
    private final TailBench bench;

    TailMeasurement(Layout layout, Progress progress, int files, int busy) throws IOException {
        this.layout = layout;
        this.progress = progress;
        Files.createDirectories(layout.scratch());
        this.scratch = Files.createTempDirectory(layout.scratch(), "tail");
        this.bench = new TailBench(layout, scratch, progress, files, busy);
    }

    /**
     * Measures.
     *
     * @param command what the report says was typed
     * @return the report
     */
    String run(String command, List<TailPart> parts) throws Exception {
        CleanUp atTheEnd = CleanUp.atTheEnd(this::cleanUp);
        try {
            StringBuilder report = new StringBuilder(heading(command));
            for (TailPart part : parts) {
                progress.say("%s ...", part.title());
                report.append("\n### ").append(part.title()).append("\n\n");
                report.append(part.measure(bench));
            }
            return report.toString();
        } finally {
            atTheEnd.close();
        }
    }

    private String heading(String command) throws IOException, InterruptedException {
        return Machine.heading(layout.root(), command)
                + (RsyslogTail.isInstalled() ? "- " + Rsyslog.version() + "\n" : "")
                + Markdown.text(
                        "- `agent-client.jar tail`, %s; %,d files, %,d of them busy; lines of %d"
                                + " bytes%n"
                                + "- the receiver is in the process that writes: it checks each"
                                + " chunk's checksum and that each file's lines come in order and"
                                + " once, acknowledges, and forgets them%n"
                                + "- files are in the page cache, as what was just written is%n",
                        TailAgent.HEAP, bench.files(), bench.busy(), LogBlock.LINE_BYTES);
    }

    private void cleanUp() {
        bench.close();
        try {
            Scratch.delete(scratch);
        } catch (IOException e) {
            progress.say("%s: cannot clean up: %s", scratch, e);
        }
    }
}
