package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the command line understands and refuses; nothing is sent here. */
class SendCommandTest {
    private static final String TRY = "Try: java -jar agent-client.jar --help";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Agent.commandLine(FakeSurroundings.quiet())
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err));

    @Test
    void withoutARateItSaysWhatIsMissing() {
        int exitCode = commandLine.execute();

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("RATE: expected 1..100000000 or max, found none", TRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "100000001", "1.5", "fast", "MAX", "1e3", "99999999999999"})
    void refusesARateThatIsNone(String rate) {
        int exitCode = commandLine.execute("--", rate);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Invalid value for positional parameter at index 0 (RATE): expected"
                                + " 1..100000000 or max, found "
                                + rate,
                        TRY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --port=0          | --port: expected 1..65535, found 0
                    --port=65536      | --port: expected 1..65535, found 65536
                    --connections=0   | --connections: expected 1..10000, found 0
                    --connections=10001 | --connections: expected 1..10000, found 10001
                    --lines=0         | --lines: expected at least 1, found 0
                    --line-bytes=149  | --line-bytes: expected 150..65536, found 149
                    --line-bytes=65537 | --line-bytes: expected 150..65536, found 65537
                    --window=4        | --window: expected with --ack, found without
                    --position=p      | --position: expected with --ack and --numbered, found without
                    --numbered=a:b    | --numbered: expected [A-Za-z0-9._-]{1,64}, found a:b
                    --burst=9:2m:1m   | Invalid value for option '--burst': expected RATE:DURATION:EVERY as 5000:10s:1m, RATE in 1..100000000, DURATION at most EVERY, found 9:2m:1m
                    --interval=x      | Invalid value for option '--interval': expected 250 (milliseconds), 250ms, 60s, 2m, 1h or PT60S, found x
                    --format=xml      | Invalid value for option '--format': expected json, csv, text, logfmt, syslog or access, found xml
                    --levels=LOUD=1   | Invalid value for option '--levels': expected TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found LOUD
                    --services=a b=1  | Invalid value for option '--services': expected a service [A-Za-z0-9._-]{1,32}, found a b
                    --field=time=x    | --field: expected a key that lines do not have, found time
                    --host=[::zz]     | --host: expected a name that resolves, found [::zz]
                    """)
    void refusesAValueOutsideItsBounds(String option, String message) {
        int exitCode = commandLine.execute("1000", option);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(message, TRY);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        int exitCode = commandLine.execute("--port=0", "--connections=0", "--lines=-5");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "RATE: expected 1..100000000 or max, found none",
                        "--lines: expected at least 1, found -5",
                        "--port: expected 1..65535, found 0",
                        "--connections: expected 1..10000, found 0",
                        TRY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    9 --batch=5 --interval=5       | RATE: expected none beside --batch, found 9
                    max --batch=5 --interval=5     | RATE: expected none beside --batch, found max
                    --batch=5                      | --batch: expected with --interval, found without
                    --interval=5                   | --interval: expected with --batch, found without
                    --batch=0 --interval=5         | --batch: expected 1..100000000, found 0
                    --batch=5 --interval=5 --burst=9:1s:2s | --burst: expected without --batch, found with
                    max --burst=9:1s:2s            | --burst: expected with a RATE that is a number, found with max
                    --burst=9:1s:2s                | RATE: expected 1..100000000 or max, found none
                    9 --format=access --levels=INFO=1 | --levels: expected with a format that has them, found --format access
                    9 --format=access --services=a=1 | --services: expected with a format that has them, found --format access
                    9 --format=access --field=a=b  | --field: expected with a format that has them, found --format access
                    9 --numbered=d --format=csv    | --format: expected without --numbered, found with
                    9 --numbered=d --levels=INFO=1 | --levels: expected without --numbered, found with
                    9 --numbered=d --services=a=1  | --services: expected without --numbered, found with
                    9 --numbered=d --field=a=b     | --field: expected without --numbered, found with
                    9 --line-bytes=150 --services=a-service-with-a-long-name=1 | --line-bytes: expected 194..65536, found 150
                    """)
    void refusesOptionsThatDoNotGoTogether(String args, String message) {
        int exitCode = commandLine.execute(args.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(message, TRY);
    }

    @Test
    void refusesFieldsThatMakeLinesTooLong() {
        List<String> args = new ArrayList<>(List.of("9"));
        for (int i = 0; i < 50; i++) {
            args.add("--field=k" + i + "=" + "\"".repeat(1_000));
        }

        int exitCode = commandLine.execute(args.toArray(String[]::new));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--field: expected lines of at most 65536 bytes, found 100");
    }

    @Test
    void refusesAWindowOutsideItsBoundsOrBeyondMemory() {
        assertThat(commandLine.execute("max", "--ack", "--window=0")).isEqualTo(2);
        assertThat(commandLine.execute("max", "--ack", "--window=1001")).isEqualTo(2);
        assertThat(commandLine.execute("max", "--ack", "--connections=0")).isEqualTo(2);
        assertThat(commandLine.execute("1", "--ack", "--window=900", "--connections=900"))
                .isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> !line.equals(TRY)))
                .containsExactly(
                        "--window: expected 1..1000, found 0",
                        "--window: expected 1..1000, found 1001",
                        "--connections: expected 1..10000, found 0",
                        "--connections times --window times a chunk of one line: expected at most"
                                + " 33554432, found 907200000");
    }

    @Test
    void refusesMoreBuffersThanMemoryIsMeantForThem() {
        int exitCode = commandLine.execute("max", "--connections=1000", "--line-bytes=65536");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "--connections times --line-bytes: expected at most 33554432, found"
                                + " 65536000",
                        TRY);
    }

    @Test
    void refusesATimeThatIsNone() {
        int exitCode = commandLine.execute("1000", "--duration=soon");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Invalid value for option '--duration': expected 60, 60s, 2m, 1h, 500ms,"
                                + " PT60S or forever, found soon",
                        TRY);
    }

    @Test
    void misspeltOptionGetsTheNearestName() {
        int exitCode = commandLine.execute("1000", "--conections=4");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("Unknown option: '--conections=4'")
                .contains("--connections")
                .contains(TRY);
    }

    @Test
    void optionGivenTwiceIsRefused() {
        int exitCode = commandLine.execute("1000", "--port=1", "--port=2");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("option '--port' (N) should be specified only once", TRY);
    }

    @Test
    void summaryThatCannotBeWrittenIsRefusedBeforeAnythingIsSent(@TempDir Path directory) {
        String file = directory.resolve("missing").resolve("run.json").toString();

        int exitCode = commandLine.execute("1000", "--summary-json", file);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "--summary-json: expected a file that can be written, found "
                                + file
                                + " (java.nio.file.NoSuchFileException: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpFitsANinetyColumnsTerminalAndHasItsSections() {
        int exitCode = commandLine.execute("--help");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThan(90));
        assertThat(out.toString())
                .startsWith("Usage: java -jar agent-client.jar [OPTIONS] RATE")
                .containsSubsequence(
                        "How fast, instead of RATE or beside it:",
                        "--burst=RATE:DURATION:EVERY",
                        "What is sent:",
                        "--duration=TIME",
                        "--seed=N",
                        "Where to, and how it ends:",
                        "--host=NAME",
                        "--summary-json=FILE",
                        "Help:",
                        "Exit codes:",
                        "Examples:");
    }

    @Test
    void versionNamesTheProgramAndTheJavaItRunsOn() {
        int exitCode = commandLine.execute("--version");

        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .startsWith("agent-client ")
                .contains("Java " + System.getProperty("java.version"));
    }

    @Test
    void verbBesideItNeedsNoRateAndTheRateNeedsNoVerb() {
        commandLine.addSubcommand(new Verb());

        assertThat(commandLine.execute("verb")).isEqualTo(7);
        assertThat(err.toString()).isEmpty();
        assertThat(commandLine.execute("0")).isEqualTo(2);
        assertThat(commandLine.parseArgs("1000").matchedPositionals()).hasSize(1);
    }

    /** A verb as a later version may have it. */
    @Command(name = "verb")
    static final class Verb implements Callable<Integer> {
        @Override
        public Integer call() {
            return 7;
        }
    }
}
