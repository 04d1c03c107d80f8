package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Formats, levels, services and fields, to real sockets. */
@Timeout(60)
class ContentIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    json   | \\{"time":"[^"]+","level":"WARN","service":"orders","host":"orders-[123]".*,"env":"prod".*}
                    csv    | [^,]+Z,WARN,orders,orders-[123],"[^,]+",[0-9a-f]{8},.*,prod
                    text   | [0-9-]{10} [0-9:]{8},[0-9]{3} WARN \\[orders] .+ env=prod
                    logfmt | time=\\S+ level=WARN service=orders host=orders-[123] message="[^=]+" env=prod request=.*
                    syslog | <132>1 \\S+Z orders-[123] orders - - \\[shop@32473 env="prod" request="[0-9a-f]{8}".*] .+
                    """)
    void formatLevelsServicesAndFieldsComeAsAskedFor(String format, String line) throws Exception {
        try (LineServer server = LineServer.orderly()) {
            int exitCode =
                    execute(
                            "max",
                            "--lines=200",
                            "--format=" + format,
                            "--levels=WARN=1",
                            "--services=orders=1",
                            "--field=env=prod",
                            "--port=" + server.port());

            assertThat(err.toString()).isEmpty();
            assertThat(exitCode).isZero();
            assertThat(server.sessions().get(0).wholeLines())
                    .hasSize(200)
                    .allSatisfy(made -> assertThat(made).matches(line));
        }
    }

    @Test
    void accessLogGoesOverTheAcknowledgedWireWithTheTimesOfItsAcknowledgements(
            @TempDir Path directory) throws Exception {
        Path file = directory.resolve("run.json");
        try (AckServer server = AckServer.orderly()) {
            int exitCode =
                    execute(
                            "max",
                            "--ack",
                            "--lines=5000",
                            "--format=access",
                            "--line-bytes=200",
                            "--summary-json=" + file,
                            "--port=" + server.port());

            assertThat(exitCode).isZero();
            assertThat(out.toString())
                    .containsPattern(
                            "ack time      p50 [0-9.]+ ms, p90 [0-9.]+ ms, p99 [0-9.]+ ms, p99\\.9"
                                    + " [0-9.]+ ms, max [0-9.]+ ms");
            JsonNode times = JSON.readTree(file.toFile()).get("ackMillis");
            assertThat(times.get("p50").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(times.get("max").asDouble());
            assertThat(server.distinctLines())
                    .hasSize(5_000)
                    .allMatch(line -> line.length() - line.indexOf(':') - 1 < 200)
                    .allMatch(
                            line -> line.matches("\\d+:10\\.\\S+ - u\\d+ \\[.* HTTP/1\\.1\" .*\""));
        }
    }

    private int execute(String... args) {
        return execute(FakeSurroundings.quiet(), args);
    }

    private int execute(Surroundings surroundings, String... args) {
        CommandLine commandLine = Agent.commandLine(surroundings);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(args);
    }
}
