package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden lines of servers; loggers and syslog have {@link LoggerLineParserTest} and {@link
 * SyslogParserTest}.
 */
class TextLineParserTest {
    private static final long RECEIVED = micros("2026-11-22T12:30:00Z");

    private final LineParser parser = new LineParser();

    @Test
    void readsTheCommonLogFormat() {
        LogRecord parsed =
                parse(
                        "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700]"
                                + " \"GET /apache_pb.gif HTTP/1.0\" 200 2326");

        assertThat(parsed)
                .isEqualTo(
                        of(
                                "2000-10-10T20:55:36Z",
                                Level.INFO,
                                "\"GET /apache_pb.gif HTTP/1.0\" 200 2326",
                                "{'method':'GET','path':'/apache_pb.gif','protocol':'HTTP/1.0',"
                                        + "'status':200,'bytes':2326,'client':'127.0.0.1',"
                                        + "'user':'frank'}"));
    }

    @Test
    void readsTheCombinedLogFormatWithWhatFollowsIt() {
        LogRecord parsed =
                parse(
                        "::1 id - [10/Oct/2000:13:55:36 +0000] \"POST /a\\\"b HTTP/2.0\" 503 -"
                                + " \"http://x/\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\" 0.003");

        assertThat(parsed)
                .isEqualTo(
                        of(
                                "2000-10-10T13:55:36Z",
                                Level.ERROR,
                                "\"POST /a\\\"b HTTP/2.0\" 503 -",
                                "{'method':'POST','path':'/a\\\\\\'b','protocol':'HTTP/2.0',"
                                        + "'status':503,'client':'::1','ident':'id',"
                                        + "'referer':'http://x/',"
                                        + "'agent':'Mozilla/4.08 [en] (Win98; I ;Nav)',"
                                        + "'more':'0.003'}"));
    }

    @Test
    void readsAnAccessLogOfSeveralHostsAndARequestThatIsNone() {
        LogRecord parsed =
                parse(
                        "example.com:443 10.0.0.1 - - [10/Oct/2000:13:55:36 +0000]"
                                + " \"\\x16\\x03\" 400 0 \"-\" \"-\"");

        assertThat(parsed)
                .isEqualTo(
                        of(
                                "2000-10-10T13:55:36Z",
                                Level.WARN,
                                "\"\\x16\\x03\" 400 0",
                                "{'status':400,'bytes':0,'vhost':'example.com:443',"
                                        + "'client':'10.0.0.1'}"));
    }

    @Test
    void readsApachesErrorLogOfBothAges() {
        assertThat(
                        parse(
                                "[Wed Oct 11 14:32:52 2000] [crit] [client 127.0.0.1] client denied"
                                        + " by server configuration: /export/home"))
                .isEqualTo(
                        of(
                                "2000-10-11T14:32:52Z",
                                Level.FATAL,
                                "client denied by server configuration: /export/home",
                                "{'client':'127.0.0.1'}"));
        assertThat(
                        parse(
                                "[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid"
                                        + " 4328636416] [client 72.15.99.187:1] File does not"
                                        + " exist: /favicon.ico"))
                .isEqualTo(
                        of(
                                "2011-09-09T10:42:29.902022Z",
                                Level.ERROR,
                                "File does not exist: /favicon.ico",
                                "{'logger':'core','pid':35708,'thread':'4328636416',"
                                        + "'client':'72.15.99.187:1'}"));
        assertThat(parse("[Fri Sep 09 10:42:29 2011] [ssl:trace3] [pid 7] [x] y"))
                .isEqualTo(
                        of(
                                "2011-09-09T10:42:29Z",
                                Level.TRACE,
                                "[x] y",
                                "{'logger':'ssl','pid':7}"));
    }

    @Test
    void readsTheErrorLogOfNginx() {
        LogRecord parsed =
                parse(
                        "2026/11/22 12:19:32 [error] 12#34: *90 open() \"/x\" failed, client:"
                                + " 1.2.3.4, server: _, request: \"GET / HTTP/1.1\", host: \"h\"");

        assertThat(parsed)
                .isEqualTo(
                        of(
                                "2026-11-22T12:19:32Z",
                                Level.ERROR,
                                "open() \"/x\" failed, client: 1.2.3.4, server: _, request:"
                                        + " \"GET / HTTP/1.1\", host: \"h\"",
                                "{'pid':12,'thread':'34','connection':90,'client':'1.2.3.4',"
                                        + "'server':'_','request':'GET / HTTP/1.1'}"));
    }

    @Test
    void readsTheFormsOfGlogAndKlog() {
        assertThat(
                        parse(
                                "I0610 12:00:00.123456    1234 file.go:12] \"Pod status updated\""
                                        + " pod=\"kube-system/dns\" ready=true n=2 \t"))
                .isEqualTo(
                        of(
                                "2026-06-10T12:00:00.123456Z",
                                Level.INFO,
                                "Pod status updated",
                                "{'thread':'1234','source':'file.go:12','pod':'kube-system/dns',"
                                        + "'ready':true,'n':2}"));
        assertThat(parse("F20250102 03:04:05.678901 77 x.cc:99] \"open"))
                .isEqualTo(
                        of(
                                "2025-01-02T03:04:05.678901Z",
                                Level.FATAL,
                                "\"open",
                                "{'thread':'77','source':'x.cc:99'}"));
    }

    @Test
    void readsTheLinesOfPostgres() {
        assertThat(parse("2026-11-22 12:00:00.123 CET [1234] LOG:  database system is ready"))
                .isEqualTo(
                        of(
                                "2026-11-22T11:00:00.123Z",
                                Level.INFO,
                                "database system is ready",
                                "{'pid':1234}"));
        assertThat(parse("2026-11-22 12:00:00.123 UTC [7] ann@shop ERROR:  no relation \"x\""))
                .isEqualTo(
                        of(
                                "2026-11-22T12:00:00.123Z",
                                Level.ERROR,
                                "no relation \"x\"",
                                "{'pid':7,'user':'ann','database':'shop'}"));
        assertThat(parse("2026-11-22 12:00:00.123 UTC [7] ann@shop STATEMENT:  select 1"))
                .isEqualTo(
                        of(
                                "2026-11-22T12:00:00.123Z",
                                null,
                                "STATEMENT:  select 1",
                                "{'pid':7,'user':'ann','database':'shop'}"));
    }

    @Test
    void readsLogfmtAndGivesNumbersAndRolesTheirPlaces() {
        LogRecord parsed =
                parse(
                        "time=2026-11-21T08:23:47.052567Z level=warning service=gateway host=gw-2"
                                + " msg=\"POST \\\"/login\\\"\\n200\" a=007 b=1.5 c=true d= e=\"f"
                                + " g\" h.i=-3 j=1-2");

        assertThat(parsed)
                .isEqualTo(
                        new LogRecord(
                                micros("2026-11-21T08:23:47.052567Z"),
                                RECEIVED,
                                Level.WARN,
                                "gateway",
                                "gw-2",
                                "POST \"/login\"\n200",
                                List.of(),
                                json(
                                        "{'a':'007','b':1.5,'c':true,'d':'','e':'f g','h.i':-3,"
                                                + "'j':'1-2'}"),
                                0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1 b=2",
                "level=info",
                "level=info and a=1",
                "level=info msg=\"open",
                "level=info msg=\"a\"b",
                "=1 level=info",
                "hello a=1 level=info"
            })
    void leavesWhatIsNotClearlyLogfmt(String line) {
        assertThat(parse(line))
                .isEqualTo(
                        new LogRecord(
                                RECEIVED,
                                RECEIVED,
                                null,
                                null,
                                null,
                                line,
                                List.of(),
                                null,
                                RecordFlags.UNPARSED | RecordFlags.TIME_ASSUMED));
    }

    @Test
    void takesThePairsAtTheEndOfAMessageAndKeepsThemInIt() {
        LogRecord parsed =
                parse("2026-11-21T08:10:38Z INFO a::b: x=1 got a=\"b c\" pid=7 logger=z ");

        assertThat(parsed)
                .isEqualTo(
                        of(
                                "2026-11-21T08:10:38Z",
                                Level.INFO,
                                "x=1 got a=\"b c\" pid=7 logger=z ",
                                "{'logger':'a::b','a':'b c','pid':7}"));
        assertThat(parse("2026-11-21T08:10:38Z INFO got a=1").fields()).isNull();
        assertThat(parse("2026-11-21T08:10:38Z INFO a=1 b=2 then").fields()).isNull();
        assertThat(parse("2026-11-21T08:10:38Z INFO a=1 \"b c=2 d=3").fields())
                .isEqualTo(json("{'c':2,'d':3}"));
        assertThat(parse("2026-11-21T08:10:38Z got level=warn b=2").level()).isEqualTo(Level.WARN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:00:00 is when we meet",
                "12:00:00 INFORM me",
                "99/99/99 20:10:40 INFO a.b: c",
                "081309 203615 148 INFO a.b: c",
                "10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 99 1",
                "10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0",
                "10.0.0.1 - - [10/Xyz/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1",
                "I0610 12:00:00.123456 file.go:12] x",
                "I1310 12:00:00.123456 1 file.go:12] x",
                "WARNING:",
                "ERROR",
                "<192>x",
                "<>x",
                "<1x",
                "[main] INFO up",
                "1 2026-11-21T08:10:38Z a b c"
            })
    void keepsWhatOnlyLooksLikeAFormatAsItIs(String line) {
        LogRecord parsed = parse(line);

        assertThat(parsed.body()).isEqualTo(line);
        assertThat(parsed.flags()).isEqualTo(RecordFlags.UNPARSED | RecordFlags.TIME_ASSUMED);
        assertThat(parsed.fields()).isNull();
    }

    @Test
    void cleansAndFlagsEachTextOfALine() {
        byte[] line =
                "Nov 22 12:00:00 h\u00e9 a\u00e9[1]: m\u00e9\0 x=\u00e9 y=\"\0\t\""
                        .getBytes(ISO_8859_1);

        LogRecord parsed = parser.parse(line, 0, line.length, RECEIVED, 0);

        assertThat(parsed.host()).isEqualTo("h\uFFFD");
        assertThat(parsed.service()).isEqualTo("a\uFFFD");
        assertThat(parsed.body()).isEqualTo("m\uFFFD x=\uFFFD y=\"\t\"");
        assertThat(parsed.fields())
                .isEqualTo(json("{'process':'a\uFFFD','pid':1,'x':'\uFFFD','y':'\\t'}"));
        assertThat(parsed.flags()).isEqualTo(RecordFlags.REPLACED);
    }

    @Test
    void flagsALineOfWhichOnlyAFieldWasMended() {
        LogRecord parsed = parse("2026-11-21T08:10:38Z INFO [ma\0in] up");

        assertThat(parsed.fields()).isEqualTo("{\"thread\":\"main\"}");
        assertThat(parsed.flags()).isEqualTo(RecordFlags.REPLACED);
    }

    private LogRecord parse(String line) {
        byte[] bytes = ("<<" + line + ">>").getBytes(UTF_8);
        return parser.parse(bytes, 2, bytes.length - 2, RECEIVED, 0);
    }

    private static LogRecord of(
            String time, @Nullable Level level, String body, @Nullable String fields) {
        return new LogRecord(
                micros(time),
                RECEIVED,
                level,
                null,
                null,
                body,
                List.of(),
                fields == null ? null : json(fields),
                0);
    }

    private static String json(String fields) {
        return fields.replace('\'', '"');
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
