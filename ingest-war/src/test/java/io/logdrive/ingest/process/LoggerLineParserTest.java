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

/** Golden lines of loggers, and those that must not be taken apart. */
class LoggerLineParserTest {
    private static final long RECEIVED = micros("2026-11-22T12:30:00Z");

    private final LineParser parser = new LineParser();

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "2015-07-29 17:41:44,747 - INFO  [main[id=1]/0:0:0:1:Election@774] - up ! INFO !"
                        + " {'thread':'main[id=1]/0:0:0:1','logger':'Election','line':774}",
                "17/06/09 20:10:40 INFO executor.Backend: up ! INFO !"
                        + " {'logger':'executor.Backend'}",
                "17/06/09 20:10:40 INFO Remoting: up ! INFO ! {'logger':'Remoting'}",
                "081109 203615 148 INFO dfs.DataNode$Responder: up"
                        + " ! INFO ! {'pid':148,'logger':'dfs.DataNode$Responder'}",
                "nova.log.1 2017-05-16 00:00:00.008 25746 INFO nova.wsgi [req-3 - -] up"
                        + " ! INFO ! {'pid':25746,'logger':'nova.wsgi','file':'nova.log.1'}",
                "2026-11-22T12:00:00.123+01:00  INFO 12 --- [shop] [main] [a-b] c.e.App   : up"
                        + " ! INFO ! {'pid':12,'thread':'main','trace':'a-b','logger':'c.e.App'}",
                "2026-11-22 12:00:00.123  WARN 12 --- [     main] App   : up"
                        + " ! WARN ! {'pid':12,'thread':'main','logger':'App'}",
                "12:00:00.123 [main] INFO  org.example.App - up"
                        + " ! INFO ! {'thread':'main','logger':'org.example.App'}",
                "2026-11-22 12:00:00,1 INFO  [main] org.example.App: up"
                        + " ! INFO ! {'thread':'main','logger':'org.example.App'}",
                "22-Nov-2026 12:19:32.123 SEVERE [main] org.a.Service.start up"
                        + " ! ERROR ! {'thread':'main','logger':'org.a.Service.start'}",
                "2026-11-21 08:10:38,123 - my.module - WARNING - up"
                        + " ! WARN ! {'logger':'my.module'}",
                "2026-11-21 08:10:38.123 | ERROR    | mod:fun:12 - up"
                        + " ! ERROR ! {'logger':'mod:fun:12'}",
                "[2026-11-21T08:10:38Z DEBUG my::mod] up ! DEBUG ! {'logger':'my::mod'}",
                "2026-11-21T08:10:38.123456Z  INFO my::mod: up ! INFO ! {'logger':'my::mod'}",
                "2026-11-21 08:10:38 [7] [main] ERROR: up ! ERROR ! {'pid':7,'thread':'main'}",
                "2026-11-21 08:10:38 [a] [b ] INFO up ! INFO ! {'thread':'b','context':'a'}",
                "[2026-11-22T12:00:00,123][INFO ][o.e.n.Node      ] [n] up"
                        + " ! INFO ! {'logger':'o.e.n.Node'}",
                "2026-11-22 12:00:00,123 INFO  [io.quarkus] (main) up"
                        + " ! INFO ! {'thread':'main','logger':'io.quarkus'}",
                "2026-11-22 12:00:00,123 INFO  [org.jboss.as.Boot] (MSC 1-1) up"
                        + " ! INFO ! {'thread':'MSC 1-1','logger':'org.jboss.as.Boot'}",
                "2026-11-22 12:00:00,123 INFO  [main] (slow) up ! INFO ! {'thread':'main'}",
                "[2026-11-22 12:00:00 +0000] [7] [INFO] up ! INFO ! {'pid':7}",
                "INFO:     up ! INFO ! ",
                "WARNING:root:up ! WARN ! {'logger':'root'}",
                "SEVERE: up ! ERROR ! ",
                "[main] INFO com.foo.Bar - up ! INFO ! {'thread':'main','logger':'com.foo.Bar'}",
            })
    void readsWhatTheLayoutsOfLoggersPutBeforeAMessage(
            String line, Level level, @Nullable String fields) {
        LogRecord parsed = parse(line);

        assertThat(parsed.level()).isEqualTo(level);
        assertThat(parsed.body()).endsWith("up").hasSizeLessThan(20);
        assertThat(parsed.fields()).isEqualTo(fields == null ? null : json(fields));
        assertThat(parsed.flags() & RecordFlags.UNPARSED).isZero();
    }

    @Test
    void takesSpringsApplicationForTheService() {
        assertThat(
                        parse("2026-11-22T12:00:00.1Z  INFO 12 --- [shop] [main] c.e.App   : up")
                                .service())
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "2026-11-21 08:10:38 ERROR java.lang.SomeException: boom"
                        + " ! java.lang.SomeException: boom",
                "2026-11-21 08:10:38 WARN disk: is slow ! disk: is slow",
                "2026-11-21 08:10:38 WARN /var/log/a.b: gone ! /var/log/a.b: gone",
                "2026-11-21 08:10:38 [main] up ! [main] up",
                "2026-11-21 08:10:38 [a] [b] [c] INFO up ! [a] [b] [c] INFO up",
                "2026-11-21 08:10:38 4711 orders ! 4711 orders",
                "2026-11-21 08:10:38 INFO [] up ! [] up",
                "[Wed Oct 11 14:32:52 2000] [nothing] x ! [nothing] x",
                "2026-11-21 08:10:38 x error up ! x error up",
                "2026-11-21T08:10:38Z request failed: no route ! request failed: no route",
            })
    void leavesInTheMessageWhatMayBelongToIt(String line, String body) {
        LogRecord parsed = parse(line);

        assertThat(parsed.body()).isEqualTo(body);
        assertThat(parsed.fields()).isNull();
        assertThat(parsed.service()).isNull();
    }

    @Test
    void readsTheTwoLinesOfJavaUtilLogging() {
        assertThat(parse("Nov 22, 2026 2:19:32 PM org.example.Foo doIt\nWARNING: it broke\n\tat x"))
                .isEqualTo(
                        of(
                                "2026-11-22T14:19:32Z",
                                Level.WARN,
                                "it broke\n\tat x",
                                "{'logger':'org.example.Foo','method':'doIt'}"));
        assertThat(parse("Nov 22, 2026 12:19:32 AM org.example.Foo doIt"))
                .isEqualTo(
                        of(
                                "2026-11-22T00:19:32Z",
                                null,
                                "org.example.Foo doIt",
                                "{'logger':'org.example.Foo','method':'doIt'}"));
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
