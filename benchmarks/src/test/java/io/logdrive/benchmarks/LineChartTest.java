package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The charts of a report. */
class LineChartTest {
    private static final LineChart CHART =
            new LineChart(
                    "lines/s by connections",
                    "connections",
                    "lines/s",
                    true,
                    List.of(
                            new LineChart.Line(
                                    "accepted", List.of(1.0, 10.0, 100.0), List.of(3.0, 2.0, 1.0)),
                            new LineChart.Line(
                                    "stored", List.of(1.0, 10.0, 100.0), List.of(1.0, 2.0, 1.0))));

    @TempDir Path folder;

    @Test
    void writesWhatAReportShows() throws Exception {
        Charts charts = new Charts(folder.resolve("charts"), "20261121-2330-h2", true);

        String markdown = charts.add("connections", CHART);

        assertThat(markdown)
                .isEqualTo(
                        "\n![lines/s by connections](charts/20261121-2330-h2-connections.svg)\n");
        assertThat(Files.readString(folder.resolve("charts/20261121-2330-h2-connections.svg")))
                .contains("<svg", "lines/s by connections", "accepted", "stored", "<path");
    }

    @Test
    void writesNothingOfAReportThatIsNotRecorded() throws Exception {
        Charts charts = new Charts(folder.resolve("charts"), "any", false);

        assertThat(charts.add("connections", CHART)).isEmpty();
        assertThat(folder.resolve("charts")).doesNotExist();
    }
}
