package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logdrive.agent.config.AgentConfig;
import io.logdrive.agent.config.ConfigException;
import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.config.PipeConfig;
import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.TlsConfig;
import io.logdrive.agent.tail.InputConfig;
import io.logdrive.wire.LineAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What command line, environment and file make together. Confined to the test's thread. */
class ConfigurationTest {
    private static final Path EXAMPLE = Path.of("etc", "agent.yaml");

    @TempDir Path folder;

    private ConfigSource file(Map<String, String> environment, String text, String... more)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("tail", "--config"));
        words.add(Files.writeString(folder.resolve("agent.yaml"), text).toString());
        words.addAll(List.of(more));
        return source(environment, words);
    }

    private static ConfigSource source(Map<String, String> environment, List<String> words) {
        Surroundings surroundings = FakeSurroundings.in(environment);
        CommandLine commandLine = Agent.commandLine(surroundings);
        return OptionKeys.source(
                commandLine.parseArgs(words.toArray(String[]::new)).subcommand().commandSpec(),
                surroundings);
    }

    private static AgentConfig tail(String words) {
        return source(Map.of(), List.of(words.split(" "))).tail();
    }

    private static List<String> texts(List<?> patterns) {
        return patterns.stream().map(Object::toString).toList();
    }

    @Test
    void filesAloneAreEnough() {
        AgentConfig config = tail("tail a.log b.log");

        assertThat(config.uplink().servers()).containsExactly(new Server("127.0.0.1", 5170));
        assertThat(config.status()).isNull();
        assertThat(config.file()).isNull();
        assertThat(config.tail().checkpoint()).isEqualTo(Path.of("logdrive-agent.checkpoint"));
        assertThat(config.tail().once()).isFalse();
        InputConfig input = config.tail().inputs().get(0);
        assertThat(texts(input.include())).containsExactly("a.log", "b.log");
        assertThat(texts(input.exclude()))
                .containsExactly("regex:/.*\\.(?:gz|bz2|xz|zst|zip|lz4|tgz)");
        assertThat(input.fromEnd()).isFalse();
        assertThat(input.cut().charset()).isEqualTo(UTF_8);
        assertThat(input.cut().start()).isNull();
        assertThat(input.cut().lineBytesMax()).isEqualTo(1 << 20);
        assertThat(input.cut().linesMax()).isEqualTo(1_000);
        assertThat(input.cut().idle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(input.leaving().shape().isNone()).isTrue();
        assertThat(input.leaving().attributes())
                .isEqualTo(new LineAttributes(null, HostName.own(), List.of(), Map.of()));
    }

    @Test
    void theCommandLineSetsEachKey() {
        AgentConfig config =
                tail(
                        "tail --exclude x --exclude y --checkpoint c --from end --once --multiline"
                                + " ^a --multiline-idle 2m --event-lines 7 --line-bytes-max 2048"
                                + " --charset latin1 --service s --host-name h --tag t --tag u"
                                + " --field k=v=w --keep k --drop d --redact card --server a:1"
                                + " --server [::1]:2 --status 127.0.0.1:3 --gzip --tls --container"
                                + " --rate-max 9 f");

        assertThat(config.uplink().servers())
                .containsExactly(new Server("a", 1), new Server("[::1]", 2));
        assertThat(config.uplink().gzip()).isTrue();
        assertThat(config.uplink().tls()).isEqualTo(TlsConfig.DEFAULT);
        assertThat(config.status()).isEqualTo(new Server("127.0.0.1", 3));
        assertThat(config.tail().checkpoint()).isEqualTo(Path.of("c"));
        assertThat(config.tail().once()).isTrue();
        InputConfig input = config.tail().inputs().get(0);
        assertThat(texts(input.exclude())).containsExactly("x", "y");
        assertThat(input.fromEnd()).isTrue();
        assertThat(input.cut().charset()).isEqualTo(ISO_8859_1);
        assertThat(input.rateMax()).isEqualTo(9);
        assertThat(input.cut().container()).isTrue();
        assertThat(input.cut().start()).isNotNull();
        assertThat(input.cut().lineBytesMax()).isEqualTo(2_048);
        assertThat(input.cut().linesMax()).isEqualTo(7);
        assertThat(input.cut().idle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(input.leaving().shape().apply("k d")).isNull();
        assertThat(input.leaving().shape().apply("k 4111111111111111")).isEqualTo("k [card]");
        assertThat(input.leaving().attributes())
                .isEqualTo(new LineAttributes("s", "h", List.of("t", "u"), Map.of("k", "v=w")));
    }

    @Test
    void theExampleIsUnderstood() {
        AgentConfig config = tail("tail --config " + EXAMPLE);

        assertThat(config.file()).isEqualTo(EXAMPLE);
        assertThat(config.status()).isEqualTo(new Server("127.0.0.1", 5171));
        assertThat(config.tail().inputs()).hasSize(4);
        assertThat(config.uplink().gzip()).isTrue();
        InputConfig shop = config.tail().inputs().get(0);
        assertThat(texts(shop.include()))
                .containsExactly("/var/log/shop/*.log", "/var/log/shop/*.log.*");
        assertThat(shop.leaving().attributes().service()).isEqualTo("shop");
        assertThat(shop.leaving().attributes().fields())
                .containsExactly(Map.entry("environment", "production"));
        assertThat(shop.leaving().shape().apply("password=x a@b.de"))
                .isEqualTo("password=[token] a@b.de");
        assertThat(shop.name()).isEqualTo("shop");
        InputConfig billing = config.tail().inputs().get(1);
        assertThat(billing.cut().charset()).isEqualTo(ISO_8859_1);
        assertThat(billing.fromEnd()).isTrue();
        assertThat(billing.leaving().attributes().host()).isEqualTo("billing-1");
        assertThat(billing.leaving().attributes().fields()).containsOnlyKeys("environment", "team");
        assertThat(config.tail().inputs().get(3).cut().container()).isTrue();
        InputConfig nginx = config.tail().inputs().get(2);
        assertThat(nginx.rateMax()).isEqualTo(10_000);
        assertThat(nginx.leaving().shape().apply("GET / 500 session=abc a@b.de"))
                .isEqualTo("GET / 500 session=[redacted] [email]");
        assertThat(nginx.leaving().shape().apply("GET / 200 ")).isNull();
    }

    @Test
    void theExampleHasEachKeyOfTheHelp() throws IOException {
        String example = Files.readString(EXAMPLE);

        CommandLine all = Agent.commandLine(FakeSurroundings.quiet());
        CommandLine tail = Objects.requireNonNull(all.getSubcommands().get("tail"));
        List<String> keys = new ArrayList<>(List.of("files"));
        for (OptionSpec option : tail.getCommandSpec().options()) {
            keys.add(option.longestName().substring(2));
        }
        keys.removeAll(List.of("help", "config", "once"));
        assertThat(keys).hasSizeGreaterThan(15).allMatch(key -> example.contains(key + ": "));
    }

    @Test
    void theCommandLineCountsMoreThanTheEnvironmentAndThatMoreThanTheFile() throws IOException {
        String text =
                """
                files: a
                service: file
                host-name: file
                tag: [file]
                charset: latin1
                """;
        Map<String, String> environment =
                Map.of(
                        "LOGDRIVE_AGENT_SERVICE", "environment",
                        "LOGDRIVE_AGENT_HOST_NAME", "environment",
                        "HOME", "elsewhere");

        InputConfig input =
                file(environment, text, "--service", "line").tail().tail().inputs().get(0);

        assertThat(input.leaving().attributes())
                .isEqualTo(new LineAttributes("line", "environment", List.of("file"), Map.of()));
        assertThat(input.cut().charset()).isEqualTo(ISO_8859_1);
    }

    @Test
    void anInputCountsMoreThanTheTop() throws IOException {
        String text =
                """
                service: top
                tag: [top]
                inputs:
                  - files: a
                    service: one
                  - files: b
                    tag:
                """;

        List<InputConfig> inputs = file(Map.of(), text).tail().tail().inputs();

        assertThat(inputs.get(0).leaving().attributes().service()).isEqualTo("one");
        assertThat(inputs.get(0).leaving().attributes().tags()).containsExactly("top");
        assertThat(inputs.get(1).leaving().attributes().service()).isEqualTo("top");
        assertThat(inputs.get(1).leaving().attributes().tags()).isEmpty();
    }

    @Test
    void aTlsKeyWithoutAValueDoesNotTakeBackWhatItsOtherKeysWant() throws IOException {
        String text = "files: a\ntls:\ntls-ca: nowhere.pem";

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(file(Map.of(), text)::tail)
                .withMessageContaining("tls-ca nowhere.pem: expected a PEM file, found no file");
        assertThat(file(Map.of(), text, "--tls=false").tail().uplink().tls()).isNull();
    }

    @Test
    void filesOfTheCommandLineTakeThePlaceOfTheInputs() throws IOException {
        String text = "service: top\ninputs: [{files: a, service: one}, {files: b}]";

        List<InputConfig> inputs = file(Map.of(), text, "c").tail().tail().inputs();

        assertThat(inputs).hasSize(1);
        assertThat(texts(inputs.get(0).include())).containsExactly("c");
        assertThat(inputs.get(0).leaving().attributes().service()).isEqualTo("top");
    }

    @Test
    void theEnvironmentHasListsAsTheFileWritesThem() {
        Map<String, String> environment =
                Map.of(
                        "LOGDRIVE_AGENT_SERVER", "[a:1, 'b:2']",
                        "LOGDRIVE_AGENT_FIELD", "{env: prod}",
                        "LOGDRIVE_AGENT_MULTILINE", "[0-9]",
                        "LOGDRIVE_AGENT_FILES", "/var/log/*.log");

        AgentConfig config = source(environment, List.of("tail")).tail();

        assertThat(config.uplink().servers())
                .containsExactly(new Server("a", 1), new Server("b", 2));
        InputConfig input = config.tail().inputs().get(0);
        assertThat(texts(input.include())).containsExactly("/var/log/*.log");
        assertThat(input.cut().start()).isNotNull();
        assertThat(input.leaving().attributes().fields()).containsEntry("env", "prod");
    }

    @Test
    void whatKubernetesTellsOfAServiceOfThatNameIsNoKey() {
        Map<String, String> environment =
                Map.of(
                        "LOGDRIVE_AGENT_SERVICE", "shop",
                        "LOGDRIVE_AGENT_SERVICE_HOST", "10.0.0.7",
                        "LOGDRIVE_AGENT_SERVICE_PORT", "5171",
                        "LOGDRIVE_AGENT_SERVICE_PORT_METRICS", "5171",
                        "LOGDRIVE_AGENT_PORT", "tcp://10.0.0.7:5171",
                        "LOGDRIVE_AGENT_PORT_5171_TCP", "tcp://10.0.0.7:5171",
                        "LOGDRIVE_AGENT_PORT_5171_TCP_ADDR", "10.0.0.7");

        AgentConfig config = source(environment, List.of("tail", "a")).tail();

        assertThat(config.tail().inputs().get(0).leaving().attributes().service())
                .isEqualTo("shop");
    }

    @Test
    void aPipeTakesWhatStandsAtTheTopOfTheFile() throws IOException {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(
                file, "server: a:1\nservice: top\ncheckpoint: c\ninputs: [{files: a, tag: one}]");

        PipeConfig config =
                source(Map.of(), List.of("pipe", "--config", file + "", "--tee", "--name", "x"))
                        .pipe();

        assertThat(config.uplink().servers()).containsExactly(new Server("a", 1));
        assertThat(config.leaving().attributes().service()).isEqualTo("top");
        assertThat(config.leaving().attributes().tags()).isEmpty();
        assertThat(config.tee()).isTrue();
        assertThat(config.name()).isEqualTo("x");
        assertThat(config.confirmTimeout()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tail                                  | FILES: expected at least one, found none
                    tail a --from middle                  | --from: expected beginning or end, found middle
                    tail a[                               | FILES: expected a path or glob, found a[ (Missing '])
                    tail regex:a                          | FILES: expected a regular expression of an absolute path, found a
                    tail regex:/a( --exclude regex:/b(    | FILES: expected a regular expression, found /a( (error parsing regexp: missing closing ): `/a(`);--exclude: expected a regular expression, found /b( (error parsing regexp: missing closing ): `/b(`)
                    tail a --multiline (                  | --multiline: expected java or a regular expression, found ( (error parsing regexp: missing closing ): `(`)
                    tail a --multiline-idle soon          | --multiline-idle: expected 60, 60s, 2m, 1h, 500ms or PT60S, found soon
                    tail a --event-lines 0                | --event-lines: expected 1..100000, found 0
                    tail a --event-lines many             | --event-lines: expected 1..100000, found many
                    tail a --line-bytes-max 9             | --line-bytes-max: expected 1024..4194304, found 9
                    tail a --charset UTF-32               | --charset: expected UTF-16 or a character set in which a line ends with the byte 10, found UTF-32
                    tail a --charset UTF-16 --container   | --container: expected a character set whose lines end with the byte 10, found UTF-16LE
                    tail a --charset UTF-9                | --charset: expected a character set that Java knows, found UTF-9
                    tail a --keep [ --drop ]{             | --keep: expected a regular expression, found [ (error parsing regexp: missing closing ]: `[`)
                    tail a --redact (                     | --redact: expected card, email, token or a regular expression, found ( (error parsing regexp: missing closing ): `(`)
                    tail a --field x                      | --field: expected KEY=VALUE, found x
                    tail a --field x=1 --field x=2        | --field: expected each KEY once, found x=2 again
                    tail a --server here --server b:70000 | --server: expected HOST:PORT, found here;--server: expected HOST:PORT, found b:70000
                    tail a --status 5171                  | --status: expected HOST:PORT, found 5171
                    tail a --status 0.0.0.0:5171          | --status: expected a loopback address, found 0.0.0.0:5171
                    tail a --rate-max 0                   | --rate-max: expected 1..100000000, found 0
                    tail a --tls-key nowhere.key          | --tls-key nowhere.key: expected a PEM file, found no file;--tls-certificate: expected one for the key, found none
                    tail a --tls-ca nowhere.pem           | --tls-ca nowhere.pem: expected a PEM file, found no file
                    tail a --shared-key-file nowhere      | --shared-key-file: expected a file in UTF-8 that can be read, found java.nio.file.NoSuchFileException: nowhere
                    tail a --config nowhere.yaml          | --config: expected a file in UTF-8 that can be read, found java.nio.file.NoSuchFileException: nowhere.yaml
                    """)
    void saysWhatIsWrongWithACommandLine(String words, String problems) {
        ConfigSource source = source(Map.of(), List.of(words.split(" ")));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(source::tail)
                .satisfies(e -> assertThat(String.join(";", e.problems())).isEqualTo(problems));
    }

    @Test
    void saysThatTheEnvironmentNamesAFileThatIsNotThere() {
        Map<String, String> environment = Map.of("LOGDRIVE_AGENT_CONFIG", "nowhere.yaml");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(source(environment, List.of("tail", "a"))::tail)
                .withMessage(
                        "LOGDRIVE_AGENT_CONFIG: expected a file in UTF-8 that can be read, found"
                                + " java.nio.file.NoSuchFileException: nowhere.yaml");
    }

    static List<Arguments> wrongFiles() {
        return List.of(
                Arguments.of(
                        "files: a\nmultline: java",
                        "2: multline: expected a known key (nearest: multiline), found an unknown"
                                + " one"),
                Arguments.of(
                        "inputs:\n  - files: a\n    servce: x",
                        "3: inputs[0].servce: expected a known key (nearest: service), found an"
                                + " unknown one"),
                Arguments.of(
                        "inputs:\n- files: a\n  server: b:1",
                        "3: inputs[0].server: expected at the top of the file, found in an input"),
                Arguments.of("files: a\nonce: true", "2: once: expected a known key (one of "),
                Arguments.of("files: a\nfiles: b", "2: files: expected once, found again"),
                Arguments.of(
                        "files: a\nmultiline: '('",
                        "2: multiline: expected java or a regular expression, found ( (error"
                                + " parsing regexp: missing closing ): `(`)"),
                Arguments.of(
                        "files: a\nevent-lines: [1, 2]",
                        "2: event-lines: expected one value, found a list"),
                Arguments.of(
                        "files: a\nevent-lines: lots",
                        "2: event-lines: expected 1..100000, found lots"),
                Arguments.of(
                        "files: a\nservice: {x: y}",
                        "2: service: expected one value, found keys and values"),
                Arguments.of("files: [[a]]", "1: files: expected values in its list, found a list"),
                Arguments.of("files: a\nfield: [x]", "2: field: expected KEY=VALUE, found x"),
                Arguments.of("files: a\nfield: {x: [y]}", "2: expected text, found a list"),
                Arguments.of("- a\n- b", "1: expected keys and their values, found a list"),
                Arguments.of("inputs: a", "1: inputs: expected a list of inputs, found text"),
                Arguments.of(
                        "inputs: [a]", "1: inputs[0]: expected keys and their values, found text"),
                Arguments.of(
                        "files: a\ninputs: [{files: b}]",
                        "1: files: expected in each input where there are inputs, found at the"
                                + " top"),
                Arguments.of(
                        "files: a\nserver: 'b:1, c:2'",
                        "2: server: expected HOST:PORT, found b:1, c:2"),
                Arguments.of(
                        "files: a\nserver: http://b:1",
                        "2: server: expected HOST:PORT, found http://b:1"),
                Arguments.of("files: a\nserver: 'b:x'", "2: server: expected HOST:PORT, found b:x"),
                Arguments.of(
                        "files: a\nserver:\n#- b:1",
                        "2: server: expected at least one, found none"),
                Arguments.of(
                        "files: a\nserver: []", "2: server: expected at least one, found none"),
                Arguments.of("files: a\nstatus: 99", "2: status: expected HOST:PORT, found 99"),
                Arguments.of("files: [a", "1: expected YAML, found "),
                Arguments.of("a: b: c", "1: expected YAML, found "));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void saysWhereInTheFileSomethingIsWrong(String text, String problem) throws IOException {
        ConfigSource source = file(Map.of(), text);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(source::tail)
                .satisfies(
                        e ->
                                assertThat(e.problems().get(0))
                                        .startsWith(folder.resolve("agent.yaml") + ":" + problem));
    }

    @Test
    void saysAllThatIsWrongAtOnce() throws IOException {
        Path path = folder.resolve("agent.yaml");
        Map<String, String> environment =
                Map.of("LOGDRIVE_AGENT_SERVR", "a:1", "LOGDRIVE_AGENT_CHARSET", "x-x");

        ConfigSource source =
                file(environment, "inputs:\n- fils: a\n- files: b\n  from: top", "--tag", "\0");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(source::tail)
                .satisfies(
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(
                                                "LOGDRIVE_AGENT_SERVR: expected a known key"
                                                    + " (nearest: LOGDRIVE_AGENT_SERVER), found an"
                                                    + " unknown one",
                                                path
                                                        + ":2: inputs[0].fils: expected a known key"
                                                        + " (nearest: files), found an unknown one",
                                                path
                                                        + ": inputs[0].files: expected at least"
                                                        + " one, found none",
                                                "LOGDRIVE_AGENT_CHARSET: expected a character set"
                                                        + " that Java knows, found x-x",
                                                "--tag: attributes: expected texts without NUL and"
                                                        + " halves of surrogate pairs, found one",
                                                path
                                                        + ":4: inputs[1].from: expected beginning"
                                                        + " or end, found top"));
    }
}
