package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFormatsTest {
    @Test
    void writesRfc4180WithALineOfNames() throws Exception {
        MessageLines lines =
                new MessageLines(
                        AnswerFormat.CSV,
                        EnumSet.of(MessageColumn.ID, MessageColumn.MESSAGE, MessageColumn.FIELDS));

        assertThat(text(lines.head())).isEqualTo("id,message,fields\r\n");
        assertThat(text(lines.line(message("a, \"b\"\nc"))))
                .isEqualTo("7,\"a, \"\"b\"\"\nc\",\"{\"\"a\"\":1}\"\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "=1+1, '''=1+1'",
        "+1, '''+1'",
        "-1, '''-1'",
        "@SUM(A1), '''@SUM(A1)'",
        "a=1, a=1",
        "'=1,2', '\"''=1,2\"'"
    })
    void defusesWhatASpreadsheetWouldRun(String text, String cell) {
        assertThat(CsvText.cell(text)).isEqualTo(cell);
    }

    @Test
    void defusesATabAndACarriageReturnToo() {
        assertThat(CsvText.cell("\t=1")).isEqualTo("'\t=1");
        assertThat(CsvText.cell("\r=1")).isEqualTo("\"'\r=1\"");
    }

    @Test
    void writesOneLineForPeopleThatCannotSteerATerminal() throws Exception {
        MessageLines lines =
                new MessageLines(AnswerFormat.TEXT, EnumSet.allOf(MessageColumn.class));

        assertThat(text(lines.line(message("a\u001b[31m\nb\u202ec\td"))))
                .isEqualTo(
                        "1970-01-01T00:00:00.000001Z WARN - web-1 a\\u001b[31m\\nb\\u202ec\td\n");
    }

    @Test
    void readsAForm() throws Exception {
        assertThat(
                        form(
                                "query=a+%26+b&level=info&level=warn&x",
                                Map.of("limit", List.of("5"), "level", List.of("error"))))
                .containsEntry("query", List.of("a & b"))
                .containsEntry("level", List.of("error", "info", "warn"))
                .containsEntry("limit", List.of("5"))
                .containsEntry("x", List.of(""));
        assertThatThrownBy(() -> form("a=%zz", Map.of()))
                .hasMessage("form: expected pairs in URL encoding, found \"%zz\"");
        assertThatThrownBy(() -> form("a=" + "x".repeat(70_000), Map.of()))
                .isInstanceOfSatisfying(
                        QueryProblem.class, problem -> assertThat(problem.status()).isEqualTo(413));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "deflate, GZIP;q=0.5 | true",
                "* | true",
                "identity | false",
                "gzip;q=0 | false",
                "gzip;q=0.00, * | false",
                "x-gzip | false"
            })
    void compressesOnlyForThoseWhoTakeIt(String header, boolean expected) {
        assertThat(Request.takesGzip(header)).isEqualTo(expected);
    }

    private static Map<String, List<String>> form(String body, Map<String, List<String>> address)
            throws Exception {
        return FormBody.parameters(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), address);
    }

    private static StoredMessage message(String body) {
        return new StoredMessage(
                7, 1, 2, 13, null, "web-1", new UUID(0, 1), 3, null, body, "{\"a\":1}", 0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
