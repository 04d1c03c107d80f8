package io.logdrive.ingest.process;

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
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of both RFCs, and what files have. */
class SyslogParserTest {
    private static final long RECEIVED = micros("2003-10-20T00:00:00Z");
    private static final String ELEMENT =
            "[exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]";
    private static final String ELEMENT_FIELDS =
            "'exampleSDID@32473':{'iut':'3','eventSource':'Application','eventID':'1011'}";

    private final LineParser parser = new LineParser();

    @Test
    void readsTheExamplesOfRfc5424() {
        assertThat(
                        parse(
                                "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 -"
                                        + " \uFEFF'su root' failed for lonvick on /dev/pts/8"))
                .isEqualTo(
                        of(
                                "2003-10-11T22:14:15.003Z",
                                Level.FATAL,
                                "su",
                                "mymachine.example.com",
                                "'su root' failed for lonvick on /dev/pts/8",
                                "{'facility':'auth','process':'su','msgid':'ID47'}"));
        assertThat(
                        parse(
                                "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - -"
                                        + " %% It's time to make the do-nuts."))
                .isEqualTo(
                        of(
                                "2003-08-24T12:14:15.000003Z",
                                Level.INFO,
                                "myproc",
                                "192.0.2.1",
                                "%% It's time to make the do-nuts.",
                                "{'facility':'local4','process':'myproc','pid':8710}"));
        assertThat(
                        parse(
                                "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog -"
                                        + " ID47 "
                                        + ELEMENT
                                        + " \uFEFFAn application event log entry..."))
                .isEqualTo(
                        of(
                                "2003-10-11T22:14:15.003Z",
                                Level.INFO,
                                "evntslog",
                                "mymachine.example.com",
                                "An application event log entry...",
                                "{'facility':'local4','process':'evntslog','msgid':'ID47',"
                                        + ELEMENT_FIELDS
                                        + "}"));
        assertThat(
                        parse(
                                "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog -"
                                        + " ID47 "
                                        + ELEMENT
                                        + "[examplePriority@32473 class=\"high\"]"))
                .isEqualTo(
                        of(
                                "2003-10-11T22:14:15.003Z",
                                Level.INFO,
                                "evntslog",
                                "mymachine.example.com",
                                "",
                                "{'facility':'local4','process':'evntslog','msgid':'ID47',"
                                        + ELEMENT_FIELDS
                                        + ",'examplePriority@32473':{'class':'high'}}"));
    }

    @Test
    void readsRfc5424WithoutPriorityWithoutValuesAndWithEscapes() {
        assertThat(parse("1 - - - - - -"))
                .isEqualTo(
                        new LogRecord(
                                RECEIVED,
                                RECEIVED,
                                null,
                                null,
                                null,
                                "",
                                List.of(),
                                null,
                                RecordFlags.TIME_ASSUMED));
        assertThat(parse("1 2003-10-11T22:14:15Z h p a-b - [x][y a=\"\\\"\\\\\\]\\n\"] m").fields())
                .isEqualTo(
                        "{\"process\":\"p\",\"pid\":\"a-b\",\"x\":{},"
                                + "\"y\":{\"a\":\"\\\"\\\\]\\\\n\"}}");
    }

    @Test
    void takesStructuredDataThatIsNoneForTheMessage() {
        LogRecord parsed = parse("<34>1 2003-10-11T22:14:15Z h p - - [x][y a=\"open] m");

        assertThat(parsed.body()).isEqualTo("[y a=\"open] m");
        assertThat(parsed.fields()).isEqualTo("{\"facility\":\"auth\",\"process\":\"p\",\"x\":{}}");
    }

    @Test
    void readsTheExamplesOfRfc3164() {
        assertThat(
                        parse(
                                "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on"
                                        + " /dev/pts/8"))
                .isEqualTo(
                        of(
                                "2003-10-11T22:14:15Z",
                                Level.FATAL,
                                "su",
                                "mymachine",
                                "'su root' failed for lonvick on /dev/pts/8",
                                "{'facility':'auth','process':'su'}"));
        assertThat(parse("Use the BFG!").flags())
                .isEqualTo(RecordFlags.UNPARSED | RecordFlags.TIME_ASSUMED);
        assertThat(parse("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!"))
                .isEqualTo(
                        of(
                                "2004-02-05T17:32:18Z",
                                Level.INFO,
                                null,
                                "10.0.0.99",
                                "Use the BFG!",
                                "{'facility':'user'}"));
        assertThat(
                        parse(
                                "<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time"
                                        + " to make the do-nuts.  %%  Ingredients: Mix=OK, Jelly=OK"
                                        + " # %%"))
                .isEqualTo(
                        of(
                                "1987-08-24T11:34:00Z",
                                Level.INFO,
                                "myproc",
                                "mymachine",
                                "%% It's time to make the do-nuts.  %%  Ingredients: Mix=OK,"
                                        + " Jelly=OK # %%",
                                "{'facility':'local4','process':'myproc','pid':10}"));
    }

    @Test
    void keepsWhatFollowsAPriorityWithoutATimeAsTheMessage() {
        String odd =
                "1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All"
                        + " Folks!";

        assertThat(parse("<0>" + odd))
                .isEqualTo(
                        new LogRecord(
                                RECEIVED,
                                RECEIVED,
                                Level.FATAL,
                                null,
                                null,
                                odd,
                                List.of(),
                                "{\"facility\":\"kern\"}",
                                RecordFlags.TIME_ASSUMED));
        assertThat(parse("<0>Oct 22 10:52:12 scapegoat " + odd))
                .isEqualTo(
                        of(
                                "2003-10-22T10:52:12Z",
                                Level.FATAL,
                                null,
                                "scapegoat",
                                odd,
                                "{'facility':'kern'}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Dec 10 06:55:46 LabSZ sshd[24200]: up ! LabSZ ! sshd !"
                        + " {'process':'sshd','pid':24200}",
                "Jun 14 15:16:01 combo sshd(pam_unix)[19939]: up ! combo ! sshd(pam_unix)"
                        + " ! {'process':'sshd(pam_unix)','pid':19939}",
                "Jun  9 15:16:01 combo kernel: up ! combo ! kernel ! {'process':'kernel'}",
                "Jun 19 04:09:11 combo syslogd 1.4.1: up ! combo ! syslogd"
                        + " ! {'process':'syslogd','version':'1.4.1'}",
                "Jun 19 04:09:11 h postfix/smtpd[1]: up ! h ! postfix/smtpd"
                        + " ! {'process':'postfix/smtpd','pid':1}",
                "Jun 19 04:09:11 root: up ! ! root ! {'process':'root'}",
                "2003-11-22T12:19:32.123456+00:00 vm kernel: up ! vm ! kernel"
                        + " ! {'process':'kernel'}",
                "2003-11-22T12:19:32+0000 vm systemd[1]: up ! vm ! systemd"
                        + " ! {'process':'systemd','pid':1}",
            })
    void readsTheLinesOfFiles(
            String line, @Nullable String host, String service, @Nullable String fields) {
        LogRecord parsed = parse(line);

        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.service()).isEqualTo(service);
        assertThat(parsed.fields()).isEqualTo(fields == null ? null : json(fields));
        assertThat(parsed.level()).isNull();
        assertThat(parsed.body()).isEqualTo("up");
        assertThat(parsed.flags()).isZero();
    }

    @Test
    void takesNoLevelForAHostOrAProcess() {
        assertThat(parse("Nov 22 12:00:00 ERROR main: up").host()).isNull();
        assertThat(parse("Nov 22 12:00:00 ERROR main: up").level()).isEqualTo(Level.ERROR);
        assertThat(parse("Nov 22 12:00:00 host ERROR: up"))
                .isEqualTo(of("2003-11-22T12:00:00Z", Level.ERROR, null, "host", "up", null));
        assertThat(parse("<14>Nov 22 12:00:00 host ERROR: up"))
                .isEqualTo(
                        of(
                                "2003-11-22T12:00:00Z",
                                Level.INFO,
                                null,
                                "host",
                                "ERROR: up",
                                "{'facility':'user'}"));
        assertThat(parse("Nov 22 12:00:00 we met at noon").body()).isEqualTo("we met at noon");
        assertThat(parse("Nov 22 12:00:00 combo last message repeated 3 times").host())
                .isEqualTo("combo");
    }

    @Test
    void readsWhatTheCLibraryAndRsyslogSend() {
        assertThat(parse("<13>Oct 11 22:14:15 root: up"))
                .isEqualTo(
                        of(
                                "2003-10-11T22:14:15Z",
                                Level.INFO,
                                "root",
                                null,
                                "up",
                                "{'facility':'user','process':'root'}"));
        assertThat(parse("<30>2003-10-11T22:14:15.123456+02:00 vm systemd[1]: up"))
                .isEqualTo(
                        of(
                                "2003-10-11T20:14:15.123456Z",
                                Level.INFO,
                                "systemd",
                                "vm",
                                "up",
                                "{'facility':'daemon','process':'systemd','pid':1}"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, FATAL, kern",
        "10, FATAL, user",
        "19, ERROR, mail",
        "28, WARN, daemon",
        "37, INFO, auth",
        "46, INFO, syslog",
        "191, DEBUG, local7"
    })
    void readsLevelAndFacilityFromThePriority(int priority, Level level, String facility) {
        LogRecord parsed = parse("<" + priority + ">up");

        assertThat(parsed.level()).isEqualTo(level);
        assertThat(parsed.fields()).isEqualTo("{\"facility\":\"" + facility + "\"}");
        assertThat(parsed.body()).isEqualTo("up");
    }

    @Test
    void leavesTheServiceToTheAgentThatNamesOne() {
        parser.processIsService(false);

        LogRecord parsed = parse("Dec 10 06:55:46 LabSZ sshd[24200]: up");

        assertThat(parsed.service()).isNull();
        assertThat(parsed.fields()).isEqualTo("{\"process\":\"sshd\",\"pid\":24200}");
    }

    private LogRecord parse(String line) {
        byte[] bytes = ("<<" + line + ">>").getBytes(UTF_8);
        int mark = "<<".length();
        return parser.parse(bytes, mark, bytes.length - mark, RECEIVED, 0);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private static LogRecord of(
            String time,
            @Nullable Level level,
            @Nullable String service,
            @Nullable String host,
            String body,
            @Nullable String fields) {
        return new LogRecord(
                micros(time),
                RECEIVED,
                level,
                service,
                host,
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
