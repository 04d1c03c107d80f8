package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line and the tables of {@code benchmarks/compare}. */
class CompareCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThat(execute("--lines", "5", "--connections", "0", "--runs", "0", "--set", "a=b"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        """
                        --lines: expected 1000..1000000000, found 5
                        --connections: expected 1..10000, found 0
                        --runs: expected 1..1000, found 0
                        --set: expected a key that begins with logdrive., found a
                        """);
    }

    @Test
    void takesPeersByTheNamesThatItShows() {
        int status = execute("--peers", "logdrive-h2,rsyslog-file-memory", "--lines", "1000");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("benchmarks: logdrive.root: expected the source tree, found null");
    }

    @Test
    void takesRatiosToLogdriveOverAsManyConnections() {
        Map<PeerKind, Figures> figures = new EnumMap<>(PeerKind.class);
        figures.put(PeerKind.LOGDRIVE_POSTGRESQL, figures("server", 10));
        figures.put(PeerKind.RSYSLOG_POSTGRESQL_DISK, figures("rsyslogd", 40));

        assertThat(new ComparisonReport(figures, "heading\n").markdown())
                .startsWith("heading\n\n| lines/s |")
                .contains(
                        "| rsyslog → PostgreSQL, disk queue, not synced, 4 connections | 250,000 |"
                                + " 250,000 | 250,000 | 25,000 | 25,000 | 25,000 | 0.25 |  |\n")
                .contains(
                        "| Logdrive → PostgreSQL, 4 connections | 8.00 | 4.00 | 12.00 | 512 | 1.00"
                                + " | 0.20 |\n");
    }

    private static Figures figures(String process, int storedSeconds) {
        Figures figures = new Figures();
        figures.add(
                new Pipeline.Result(
                        1_000_000,
                        4,
                        new Pipeline.Times(
                                Instant.EPOCH,
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(storedSeconds)),
                        List.of(
                                new Pipeline.Usage("agent", 1, 80 << 10),
                                new Pipeline.Usage(process, 8, 512 << 10),
                                new Pipeline.Usage(Pipeline.DATABASE, 4, 0)),
                        new GcLog.GcFigures(0, 0, 0),
                        Pipeline.Details.NONE,
                        storedSeconds * 0.2));
        return figures;
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine(new CompareCommand());
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
