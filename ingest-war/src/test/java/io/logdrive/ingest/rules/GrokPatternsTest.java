package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrokPatternsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "WORD | word | two words",
                "NUMBER | -12.5 | 12a",
                "INT | +7 | 7.5",
                "BASE16NUM | 0xfF | xyz",
                "POSINT | 17 | 0",
                "BOOLEAN | TRUE | yes",
                "QS | \"a \\\" b\" | \"open",
                "UUID | 6f1c1f3e-0000-4000-8000-00000000000a | 6f1c1f3e",
                "EMAILADDRESS | joe.b@mail.example.com | joe@",
                "IPV4 | 192.168.0.255 | 192.168.0.256",
                "IPV6 | 2001:db8::1 | 2001",
                "IPV6 | ::ffff:10.0.0.1 | 10.0.0.1",
                "IP | ::1 | host",
                "HOSTNAME | web-1.example.com | -web",
                "IPORHOST | web-1 | !",
                "HOSTPORT | web-1:8080 | web-1",
                "MAC | 00:1B:44:11:3a:B7 | 00:1B",
                "URI | https://joe:pw@web-1:8443/a/b?c=d | //web-1",
                "URIPATHPARAM | /a/b?c=%20d | a/b",
                "UNIXPATH | /var/log/a.log | var",
                "WINPATH | C:\\logs\\a.log | C:a",
                "PATH | /a | a",
                "MONTH | September | Sepp",
                "DAY | Monday | Mo",
                "TIME | 23:59:60.5 | 24:00:00",
                "DATE_US | 12/31/2026 | 31/12/2026",
                "DATE_EU | 31.12.2026 | 12.31.2026",
                "DATESTAMP | 31/12/26-23:59 | 31/12/26",
                "TIMESTAMP_ISO8601 | 2026-11-22T08:10:38.123+01:00 | 2026-11-22",
                "HTTPDATE | 22/Nov/2026:08:10:38 +0100 | 22/11/2026:08:10:38 +0100",
                "SYSLOGTIMESTAMP | Nov  2 08:10:38 | 2 Nov 08:10:38",
                "DATESTAMP_RFC2822 | Sun, 22 Nov 2026 08:10:38 +0100 | Sun 22 Nov 2026",
                "HTTPDERROR_DATE | Sun Nov 22 08:10:38 2026 | Sun Nov 22",
                "LOGLEVEL | Warning | loud",
                "JAVACLASS | io.logdrive.Main$1 | 1.Main",
                "PROG | sshd(pam_unix) | a b",
                "SYSLOGBASE | Nov 22 08:10:38 web-1 sshd[1]: | sshd[1]:",
                "COMMONAPACHELOG | 10.0.0.1 - - [22/Nov/2026:08:10:38 +0100] \"-\" 400 - |"
                        + " 10.0.0.1",
            })
    void hasTheNamesInCommonUse(String name, String fits, String doesNot) {
        LinePattern pattern =
                LinePattern.ofGrok("(?P<all>^%{" + name + "}$)", new GrokPatterns(Map.of()));

        assertThat(pattern.fieldsOf(fits)).containsEntry("all", fits);
        assertThat(pattern.fieldsOf(doesNot)).isNull();
    }

    @Test
    void hasTheNamesOfTheDocumentationAndNoOther() throws IOException {
        Path inModule = Path.of("..", "docs", "processing.md");
        Path file = Files.exists(inModule) ? inModule : Path.of("docs", "processing.md");
        Set<String> documented = new TreeSet<>();
        Matcher name = Pattern.compile("`([A-Z][A-Z0-9_]+)`").matcher(Files.readString(file));
        while (name.find()) {
            documented.add(name.group(1));
        }
        documented.remove("UTC");

        assertThat(new GrokPatterns(Map.of()).names()).containsExactlyElementsOf(documented);
    }

    @Test
    void translatesEachUseWithAFieldIntoAGroup() {
        GrokPatterns.Translated translated =
                new GrokPatterns(Map.of("ID", "x%{INT:n:int}"))
                        .translate("%{ID:a.b-c} %{ID} \\d{3} %{WORD:a.b-c}");

        assertThat(translated.regex())
                .isEqualTo(
                        "(?P<g0>x(?P<g1>[+-]?[0-9]+)) (?:x(?P<g2>[+-]?[0-9]+)) \\d{3}"
                                + " (?P<g3>\\b\\w+\\b)");
        assertThat(translated.fields())
                .containsExactly(
                        Map.entry("g0", "a.b-c"),
                        Map.entry("g1", "n"),
                        Map.entry("g2", "n"),
                        Map.entry("g3", "a.b-c"));
    }

    @Test
    void refusesWhatItCannotTranslate() {
        refuses(
                Map.of(),
                "%{GREEDYDTA:a}",
                "expected a known pattern (nearest: GREEDYDATA), found %{GREEDYDTA}");
        refuses(
                Map.of(),
                "%{SOMETHINGELSE:a}",
                "expected a known pattern (docs/processing.md has them), found %{SOMETHINGELSE}");
        refuses(
                Map.of("A", "%{B}", "B", "%{A}"),
                "%{A:x}",
                "expected patterns at most 20 deep, found more");
        refuses(
                Map.of(
                        "A",
                        "%{B}%{B}%{B}%{B}%{B}%{B}",
                        "B",
                        "%{C}%{C}%{C}%{C}%{C}%{C}",
                        "C",
                        "%{D}%{D}%{D}%{D}%{D}%{D}",
                        "D",
                        "%{COMMONAPACHELOG}"),
                "%{A:x}",
                "expected a pattern of at most 20000 characters with those in it written out,"
                        + " found more");
        refuses(
                Map.of(),
                "%{WORD}",
                "expected at least one named group, found none: nothing would become of a line");
    }

    private static void refuses(Map<String, String> own, String grok, String message) {
        assertThatThrownBy(() -> LinePattern.ofGrok(grok, new GrokPatterns(own)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
