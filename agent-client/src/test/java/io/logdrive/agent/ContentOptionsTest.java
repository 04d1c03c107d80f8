package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.agent.generate.LineFormat;
import io.logdrive.agent.generate.Severity;
import io.logdrive.agent.generate.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What the options say that ask for what lines are like. Confined to the test's thread. */
class ContentOptionsTest {
    @Test
    void formatsAreKnownByTheirNamesInSmallLetters() {
        assertThat(List.of("json", "csv", "text", "logfmt", "syslog", "access"))
                .extracting(name -> new FormatText().convert(name))
                .containsExactly(LineFormat.values());
        assertThatThrownBy(() -> new FormatText().convert("xml"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected json, csv, text, logfmt, syslog or access, found xml");
    }

    @Test
    void weightsKeepTheirOrderAndLevelsMayBeInAnyCase() {
        assertThat(new WeightsText.Levels().convert("warn=15,INFO=80").values())
                .containsExactly(Severity.WARN, Severity.INFO);
        assertThat(new WeightsText.Services().convert("orders=3,a.b-c_D=1000000").values())
                .containsExactly("orders", "a.b-c_D");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    INFO       | expected LEVEL=WEIGHT, WEIGHT in 1..1000000, found INFO
                    INFO=0     | expected LEVEL=WEIGHT, WEIGHT in 1..1000000, found INFO=0
                    INFO=-1    | expected LEVEL=WEIGHT, WEIGHT in 1..1000000, found INFO=-1
                    INFO=1000001 | expected LEVEL=WEIGHT, WEIGHT in 1..1000000, found INFO=1000001
                    INFO=1,    | expected LEVEL=WEIGHT, WEIGHT in 1..1000000, found
                    INFO=1,info=2 | expected each LEVEL once, found INFO again
                    LOUD=1     | expected TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found LOUD
                    """)
    void refusesLevelsThatAreNone(String text, String message) {
        assertThatThrownBy(() -> new WeightsText.Levels().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(message.endsWith("found") ? message + " " : message);
    }

    @Test
    void refusesServicesThatCannotBe() {
        String many =
                String.join(",", IntStream.range(0, 101).mapToObj(i -> "s" + i + "=1").toList());

        assertThatThrownBy(() -> new WeightsText.Services().convert("my shop=1"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected a service [A-Za-z0-9._-]{1,32}, found my shop");
        assertThatThrownBy(() -> new WeightsText.Services().convert("orders"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected SERVICE=WEIGHT, WEIGHT in 1..1000000, found orders");
        assertThatThrownBy(() -> new WeightsText.Services().convert(many))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected at most 100, found 101");
    }

    @Test
    void fieldsKeepTheirOrderAndAValueMayHoldAnythingPrintable() {
        List<String> problems = new ArrayList<>();

        Map<String, String> fields =
                FieldsText.read(List.of("z=1", "a.b-c_D=x=y \"é\"", "_=", "k=v"), problems);

        assertThat(problems).isEmpty();
        assertThat(fields.keySet()).containsExactly("z", "a.b-c_D", "_", "k");
        assertThat(fields).containsEntry("a.b-c_D", "x=y \"é\"").containsEntry("_", "");
    }

    @Test
    void refusesFieldsThatCannotBeAndSaysAllOfThem() {
        List<String> problems = new ArrayList<>();

        FieldsText.read(
                List.of(
                        "alone",
                        "1st=x",
                        "a".repeat(33) + "=x",
                        "level=INFO",
                        "k=" + "x".repeat(1_001),
                        "k=a\nb",
                        "twice=1",
                        "twice=2"),
                problems);

        assertThat(problems)
                .containsExactly(
                        "--field: expected KEY=VALUE, KEY [A-Za-z_][A-Za-z0-9_.-]{0,31}, found"
                                + " alone",
                        "--field: expected KEY=VALUE, KEY [A-Za-z_][A-Za-z0-9_.-]{0,31}, found"
                                + " 1st=x",
                        "--field: expected KEY=VALUE, KEY [A-Za-z_][A-Za-z0-9_.-]{0,31}, found "
                                + "a".repeat(33)
                                + "=x",
                        "--field: expected a key that lines do not have, found level",
                        "--field: expected a value of at most 1000 characters, found 1001 for k",
                        "--field: expected a value without control characters, found one for k",
                        "--field: expected each key once, found twice again");
    }

    @Test
    void refusesTooManyFields() {
        List<String> problems = new ArrayList<>();

        FieldsText.read(IntStream.range(0, 51).mapToObj(i -> "k" + i + "=v").toList(), problems);

        assertThat(problems).containsExactly("--field: expected at most 50, found 51");
    }

    @Test
    void withoutOptionsLinesAreJson() {
        GenerateOptions options = parsed("1000").generate;

        assertThat(options.format).isNull();
        assertThat(options.levels).isNull();
        assertThat(options.services).isNull();
        assertThat(options.fields).isEmpty();
        assertThat(options.content().lineBytesMin()).isEqualTo(150);
    }

    @Test
    void optionsAreReadAsTheyStand() {
        GenerateOptions options =
                parsed(
                                "1000",
                                "--format=csv",
                                "--levels=INFO=1",
                                "--services=orders=1,payments=2",
                                "--field=a=b",
                                "--field",
                                "c=d=e")
                        .generate;

        assertThat(options.format).isEqualTo(LineFormat.CSV);
        assertThat(options.levels).extracting(Weighted::values).isEqualTo(List.of(Severity.INFO));
        assertThat(options.services)
                .extracting(Weighted::values)
                .isEqualTo(List.of("orders", "payments"));
        assertThat(options.fields).containsExactly("a=b", "c=d=e");
    }

    private static SendCommand parsed(String... args) {
        CommandLine commandLine = Agent.commandLine(FakeSurroundings.quiet());
        commandLine.parseArgs(args);
        return commandLine.getCommand();
    }
}
