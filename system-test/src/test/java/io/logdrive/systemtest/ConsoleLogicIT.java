package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure functions of Explore, in the browser that runs them and as they are served. */
@ExtendWith(ProcessLogs.class)
class ConsoleLogicIT {
    @RegisterExtension static final ConsoleBrowser browser = new ConsoleBrowser();
    private static Server server;
    private static Page page;

    @BeforeAll
    static void start() {
        server = Server.ofBoth(ConsoleLogicIT.class);
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        page = browser.page(ConsoleBrowser.WIDE);
        page.navigate("http://127.0.0.1:" + server.httpPort() + "/destination/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "nothing",
            textBlock =
                    """
                    latency>500                ; latency:>500
                    a -status>=500 user=u4     ; a -status:>=500 user:u4
                    latency:>500 path:"/x?a=1" ; nothing
                    "a>1" a=                   ; nothing
                    """)
    void knowsWhatWasMeantWithoutAColon(String query, String meant) {
        assertThat(
                        page.evaluate(
                                """
                                async (query) => (await import(
                                  "/destination/console/explore/query-text.js")).meantOf(query)\
                                """,
                                query))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                    ; service ; pay     ; false ; service:pay
                    a b                   ; service ; x y     ; false ; a b service:"x y"
                    a OR b                ; service ; pay     ; true  ; (a OR b) -service:pay
                    (a OR b) c            ; p       ; /a"b\\c ; false ; (a OR b) c p:"/a\\"b\\\\c"
                    service:pay           ; service ; pay     ; false ; ``
                    -service:"pay" a      ; service ; pay     ; false ; a service:pay
                    NOT service:pay       ; service ; pay     ; true  ; ``
                    service:pay a         ; service ; pay     ; true  ; a -service:pay
                    level:"ERROR"         ; level   ; ERROR   ; false ; ``
                    a AND b               ; user    ; ``      ; false ; a AND b user:""
                    x:[1 TO 2] m:~"(a b)" ; y       ; 1       ; true  ; x:[1 TO 2] m:~"(a b)" -y:1
                    "a OR b"              ; y       ; *       ; false ; "a OR b" y:"*"
                    """)
    void aClickChangesTheQueryAsAWriterWould(
            String query, String name, String value, boolean out, String changed) {
        Object found =
                page.evaluate(
                        """
                        async ([query, name, value, out]) => {
                          const { termOf, toggled } =
                            await import("/destination/console/explore/query-text.js");
                          return toggled(query, termOf(name, value), out);
                        }\
                        """,
                        List.of(query, name, value, out));

        assertThat(found).isEqualTo(changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    serv               ; {"start":0,"end":4,"field":null,"prefix":"serv"}
                    a -(serv           ; {"start":4,"end":8,"field":null,"prefix":"serv"}
                    a service:pa       ; {"start":10,"end":12,"field":"service","prefix":"pa"}
                    service:"a \\"b    ; {"start":8,"end":14,"field":"service","prefix":"a \\"b"}
                    service:"a b" se   ; {"start":14,"end":16,"field":null,"prefix":"se"}
                    status:>=50        ; null
                    "a phrase se       ; null
                    """)
    void knowsWhatIsBeingWritten(String text, String written) {
        Object found =
                page.evaluate(
                        """
                        async (text) => {
                          const { writtenAt } =
                            await import("/destination/console/explore/query-text.js");
                          return JSON.stringify(writtenAt(text, text.length));
                        }\
                        """,
                        text);

        assertThat(found).isEqualTo(written);
    }

    /** Written as the look of each part in brackets and its text, signs between angles. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    plain                           | []plain
                    \\u001b[1;31mred\\u001b[0m no   | [bold fore=red]red[] no
                    \\u001b[38;5;208mo\\u001b[39mn  | [fore=#ff8700]o[]n
                    \\u001b[31m1\\u001b[48;5;244m2     | [fore=red]1[fore=red back=#808080]2
                    \\u001b[38;2;1;2;300mx          | [fore=#0102ff]x
                    \\u001b[38;5mx\\u001b[mz        | [fore=black]x[]z
                    \\u001b[2Jcleared               | []<^[>[][2Jcleared
                    a\\u202eb\\u0000                | []a[]<‹U+202E›>[]b[]<^@>
                    \\u009b31mx                     | []<‹U+009B›>[]31mx
                    """)
    void readsTheColoursOfATerminalAndShowsWhatElseControlsOne(String line, String parts) {
        Object found =
                page.evaluate(
                        """
                        async (line) => {
                          const { partsOf } = await import("/destination/console/explore/text.js");
                          const text = JSON.parse('"' + line + '"');
                          const shown = (look) => Object.entries(look ?? {})
                            .filter(([, value]) => value)
                            .map(([name, value]) => (value === true ? name : name + "=" + value))
                            .join(" ");
                          return partsOf(text, true).map(({ text, sign, look }) =>
                            "[" + shown(look) + "]" + (sign ? "<" + sign + ">" : text)).join("");
                        }\
                        """,
                        line);

        assertThat(found).isEqualTo(parts);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    90s, 90
                    1h30m, 5400
                    2d, 172800
                    1w, 604800
                    5, null
                    h, null
                    -1h, null
                    """)
    void readsDurationsAsTheServerDoes(String text, String seconds) {
        Object found =
                page.evaluate(
                        """
                        async (text) => {
                          const { duration } =
                            await import("/destination/console/explore/range.js");
                          return String(duration(text));
                        }\
                        """,
                        text);

        assertThat(found).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    time* OR "c d" ; out of time: 7 times, c d, CD ; time time c d
                    -a (b level:x) ; a b ab bb                     ; b
                    msg:"a.b"      ; a.b axb                       ; a.b
                    level:error    ; level error                   ; ``
                    """)
    void marksInAMessageWhatIsLookedFor(String query, String message, String marked) {
        Object found =
                page.evaluate(
                        """
                        async ([query, message]) => {
                          const { marksOf } =
                            await import("/destination/console/explore/query-text.js");
                          const marks = marksOf(query);
                          return marks ? message.match(marks).join(" ") : "";
                        }\
                        """,
                        List.of(query, message));

        assertThat(found).isEqualTo(marked);
    }

    @Test
    void keepsNumbersAsTheyStand() {
        Object found =
                page.evaluate(
                        """
                        async () => {
                          const { parse } = await import("/destination/console/api.js");
                          const { linesOf } =
                            await import("/destination/console/explore/fields.js");
                          const text = '{"fields":{"a":504.0,"b":12345678901234567890,"c":7,'
                            + '"d":{"e":[1,2]}}}';
                          const row = parse(text);
                          return linesOf(row).filter(({ name }) => /^[a-d]/.test(name ?? ""))
                            .map(({ name, text, values }) => name + "=" + text + values.length)
                            .join(" ") + " " + JSON.stringify(row);
                        }\
                        """);

        assertThat(found)
                .isEqualTo(
                        "a=504.01 b=123456789012345678901 c=71 d.e=[1,2]2 {\"fields\":{\"a\":504.0,"
                                + "\"b\":12345678901234567890,\"c\":7,\"d\":{\"e\":[1,2]}}}");
    }

    @Test
    void drawsEachStepAlsoTheOnesWithoutLines() {
        Object found =
                page.evaluate(
                        """
                        async () => {
                          const { coursesOf } =
                            await import("/destination/console/explore/course.js");
                          const groups = [
                            { by: { service: "pay" }, start: "2026-10-19T12:03:00Z", count: 5 },
                            { by: { service: "" }, start: "2026-10-19T12:00:00Z", count: 9 },
                            { by: { service: "pay" }, start: "2026-10-19T12:00:00Z", count: 2 },
                          ];
                          const answer = { step: "1m", groups };
                          return JSON.stringify([coursesOf(answer, "count", 0),
                            coursesOf(answer, "max(x)", null).courses[0],
                            coursesOf({ step: "1m", groups: [] }, "count", 0)]);
                        }\
                        """);

        assertThat(found)
                .isEqualTo(
                        "[{\"times\":[1792411200,1792411260,1792411320,1792411380],\"courses\":["
                                + "{\"name\":\"none\",\"values\":[9,0,0,0]},"
                                + "{\"name\":\"pay\",\"values\":[2,0,0,5]}]},"
                                + "{\"name\":\"pay\",\"values\":[null,null,null,null]},"
                                + "{\"times\":[],\"courses\":[]}]");
    }
}
