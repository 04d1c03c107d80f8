package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.Rounds;
import io.logdrive.ingest.Seeds;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.Utf8Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
    private static final long RECEIVED = 1_700_000_000_123_456L;
    private static final int UNPARSED = RecordFlags.UNPARSED | RecordFlags.TIME_ASSUMED;

    private final LineParser parser = new LineParser();

    @Test
    void takesTheUsualNamesOutOfJsonAndTheRestIntoFields() {
        LogRecord parsed =
                parse(
                        "{\"time\":\"2026-11-21T08:10:38.123456Z\",\"level\":\"warn\","
                                + "\"service\":\"payment\",\"host\":\"web-1\",\"message\":\"slow\","
                                + "\"user\":\"u42\",\"status\":504,\"ok\":false,\"more\":null}");

        assertThat(parsed)
                .isEqualTo(
                        new LogRecord(
                                micros("2026-11-21T08:10:38.123456Z"),
                                RECEIVED,
                                Level.WARN,
                                "payment",
                                "web-1",
                                "slow",
                                List.of(),
                                "{\"user\":\"u42\",\"status\":504,\"ok\":false,\"more\":null}",
                                0));
    }

    @Test
    void hasNoFieldsWhenEveryNameHasARole() {
        LogRecord parsed = parse("{\"ts\":1700000000,\"lvl\":\"INFO\",\"msg\":\"up\"}");

        assertThat(parsed.fields()).isNull();
        assertThat(parsed.timeMicros()).isEqualTo(1_700_000_000_000_000L);
        assertThat(parsed.level()).isEqualTo(Level.INFO);
        assertThat(parsed.body()).isEqualTo("up");
        assertThat(parsed.flags()).isZero();
    }

    @Test
    void keepsNestedValuesAsTheyAre() {
        LogRecord parsed =
                parse(
                        "{ \"msg\" : \"m\", \"a\" : { \"b\" : [ 1 , -2.50 , 1e3 , \"x\" , {} ,"
                                + " [] , [ [ ] ] , true ], \"c\" : { \"d\" : null } } }");

        assertThat(parsed.fields())
                .isEqualTo(
                        "{\"a\":{\"b\":[1,-2.50,1e3,\"x\",{},[],[[]],true],\"c\":{\"d\":null}}}");
    }

    @Test
    void keepsNumbersOfAnySizeDigitByDigit() {
        String big = "123456789012345678901234567890.123456789012345678901234567890";

        LogRecord parsed = parse("{\"msg\":\"m\",\"n\":" + big + ",\"e\":1E+400,\"z\":-0}");

        assertThat(parsed.fields()).isEqualTo("{\"n\":" + big + ",\"e\":1E+400,\"z\":-0}");
    }

    @Test
    void takesTheFirstUsableOfSeveralNamesAndKeepsTheOthers() {
        LogRecord parsed =
                parse(
                        "{\"time\":\"noon\",\"ts\":\"2026-01-01T00:00:00Z\",\"level\":30,"
                                + "\"severity\":\"error\",\"msg\":\"a\",\"message\":\"b\","
                                + "\"msg\":\"c\"}");

        assertThat(parsed.timeMicros()).isEqualTo(micros("2026-01-01T00:00:00Z"));
        assertThat(parsed.level()).isEqualTo(Level.ERROR);
        assertThat(parsed.body()).isEqualTo("a");
        assertThat(parsed.fields())
                .isEqualTo("{\"time\":\"noon\",\"level\":30,\"message\":\"b\",\"msg\":\"c\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000000000",
        "1700000000.25, 1700000000250000",
        "1700000000123, 1700000000123000",
        "1700000000123456, 1700000000123456",
        "1700000000123456789, 1700000000123456",
        "'\"1700000000123\"', 1700000000123000",
    })
    void readsEpochTimesByTheirDigits(String time, long micros) {
        LogRecord parsed = parse("{\"time\":" + time + ",\"msg\":\"m\"}");

        assertThat(parsed.timeMicros()).isEqualTo(micros);
        assertThat(parsed.flags()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1e400",
                "99999999999999999999999999",
                "true",
                "null",
                "[1]",
                "\"later\"",
                "\"1969-12-31T23:59:59Z\"",
                "\"2106-01-01T00:00:00Z\""
            })
    void assumesTheReceivedTimeWhereTheGivenOneIsOfNoUse(String time) {
        LogRecord parsed = parse("{\"time\":" + time + ",\"msg\":\"m\"}");

        assertThat(parsed.timeMicros()).isEqualTo(RECEIVED);
        assertThat(parsed.flags()).isEqualTo(RecordFlags.TIME_ASSUMED);
        assertThat(parsed.fields()).isEqualTo("{\"time\":" + time + "}");
    }

    @Test
    void aMessageThatIsAPlainLineGivesTheLevelThatItsJsonHasNot() {
        String message = "2026-11-22 08:00:01,123 ERROR [main] order failed";

        LogRecord parsed =
                parse(
                        "{\"time\":\"2026-11-22T07:00:01.123456789Z\",\"stream\":\"stdout\","
                                + "\"message\":\""
                                + message
                                + "\\n\\tat a.B.c(B.java:1)\"}");

        assertThat(parsed)
                .isEqualTo(
                        new LogRecord(
                                micros("2026-11-22T07:00:01.123456Z"),
                                RECEIVED,
                                Level.ERROR,
                                null,
                                null,
                                message + "\n\tat a.B.c(B.java:1)",
                                List.of(),
                                "{\"stream\":\"stdout\"}",
                                0));
        assertThat(parse("{\"level\":\"info\",\"msg\":\"" + message + "\"}").level())
                .isEqualTo(Level.INFO);
        assertThat(parse("{\"msg\":\"2026-11-22 08:00:01 up\"}").level()).isNull();
        assertThat(parse("{\"msg\":\"ERROR without a time\"}").level()).isNull();
    }

    @Test
    void keepsTheWholeLineAsTheBodyOfJsonWithoutAMessage() {
        String line = "{\"level\":\"info\",\"a\":1}";

        LogRecord parsed = parse(line);

        assertThat(parsed.body()).isEqualTo(line);
        assertThat(parsed.level()).isEqualTo(Level.INFO);
        assertThat(parsed.fields()).isEqualTo("{\"a\":1}");
    }

    @Test
    void removesNulAndReplacesLoneSurrogatesAndSaysSo() {
        LogRecord parsed =
                parse(
                        "{\"msg\":\"a\\u0000b\\ud800c\\ud83d\\ude00\",\"k\\u0000\":\"\\udc00\","
                                + "\"time\":1700000000}");

        assertThat(parsed.body()).isEqualTo("ab\uFFFDc\uD83D\uDE00");
        assertThat(parsed.fields()).isEqualTo("{\"k\":\"\uFFFD\"}");
        assertThat(parsed.flags()).isEqualTo(RecordFlags.REPLACED);
    }

    @Test
    void escapesWhatJsonAsksForInFields() {
        LogRecord parsed = parse("{\"msg\":\"m\",\"a\\\"\\\\\":\"\\n\\u0001\\/\\t\"}");

        assertThat(parsed.fields()).isEqualTo("{\"a\\\"\\\\\":\"\\n\\u0001/\\t\"}");
    }

    @Test
    void stillReadsJsonWithAByteThatIsNotUtf8() {
        byte[] line = "{\"time\":1700000000,\"msg\":\"caf\u00e9\",\"a\":1}".getBytes(ISO_8859_1);

        LogRecord parsed = parser.parse(line, 0, line.length, RECEIVED, 0);

        assertThat(parsed.body()).isEqualTo("caf\uFFFD");
        assertThat(parsed.fields()).isEqualTo("{\"a\":1}");
        assertThat(parsed.flags()).isEqualTo(RecordFlags.REPLACED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}x",
                "{\"a\":1}{\"a\":2}",
                "{\"a\":1},",
                "{\"a\":}",
                "{\"a\"}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"open",
                "{not json at all}",
                "[1,2]",
                "\"text\"",
                "42"
            })
    void keepsALineThatIsNotOneJsonObjectAsItIs(String line) {
        assertThat(parse(line)).isEqualTo(unparsed(line));
    }

    @Test
    void keepsTheLineOfADepthBombAsItIs() {
        for (String bomb :
                List.of(
                        "{\"a\":".repeat(100_000),
                        "{\"a\":" + "[".repeat(100_000),
                        "{\"a\":".repeat(100) + "1" + "}".repeat(100))) {
            assertThat(parse(bomb)).isEqualTo(unparsed(bomb));
        }
    }

    @Test
    void keepsALineWithANumberOrANameOfAbsurdLengthAsItIs() {
        for (String line :
                List.of(
                        "{\"a\":" + "9".repeat(100_000) + "}",
                        "{\"" + "n".repeat(100_000) + "\":1}")) {
            assertThat(parse(line)).isEqualTo(unparsed(line));
        }
    }

    @Test
    void readsAnEmptyObject() {
        LogRecord parsed = parse(" \t{} ");

        assertThat(parsed.body()).isEqualTo(" \t{} ");
        assertThat(parsed.fields()).isNull();
        assertThat(parsed.flags()).isEqualTo(RecordFlags.TIME_ASSUMED);
    }

    @ParameterizedTest
    @CsvSource({
        "trace, TRACE", "DEBUG, DEBUG", "Info, INFO", "notice, INFO", "WARNING, WARN",
        "err, ERROR", "SEVERE, ERROR", "crit, FATAL", "emerg, FATAL", "fatal, FATAL"
    })
    void knowsTheSpellingsOfLevels(String word, Level level) {
        assertThat(parse("{\"level\":\"" + word + "\",\"msg\":\"m\"}").level()).isEqualTo(level);
        assertThat(parse("2026-01-01 00:00:00 " + word + " m").level()).isEqualTo(level);
        assertThat(parse("2026-01-01 00:00:00 [" + word + "] m").body()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource({
        "'2026-11-21 08:10:38,123 WARN disk is slow', WARN, disk is slow",
        "'2026-11-21T08:10:38.123Z [ERROR] disk: gone', ERROR, disk: gone",
        "'[2026-11-21 08:10:38.123] INFO: up', INFO, up",
        "'2026-11-21 08:10:38,123 - INFO - up', INFO, up",
        "'2026-11-21T10:10:38.123+02:00 up', , up",
        "'2026-11-21T08:10:38.123Z - up', , '- up'",
        "'2026-11-21 10:10:38.123 +0200 INFO up', INFO, up",
        "'2026-11-21 04:40:38.123 -03:30 up', , up",
        "'[2026-11-21 10:10:38.123 +0200] up', , up",
        "'2026-11-21 08:10:38.123 +02000 up', , '+02000 up'",
        "'2026-11-21 08:10:38.123 +', , +",
        "'2026-11-21 08:10:38.123 -x', , -x",
        "'2026-11-21 08:10:38.123: up', , ': up'",
        "'2026-11-21T08:10:38.123Z\tDEBUG\tup', DEBUG, up",
        "'2026-11-21T08:10:38.123Z warned twice', , warned twice",
        "'2026-11-21T08:10:38.123Z', , ''",
        "'2026-11-21T08:10:38.123Z ERROR', ERROR, ''",
    })
    void readsPlainTextWithALeadingTime(String line, Level level, String body) {
        LogRecord parsed = parse(line);

        assertThat(parsed)
                .isEqualTo(
                        new LogRecord(
                                micros("2026-11-21T08:10:38.123Z"),
                                RECEIVED,
                                level,
                                null,
                                null,
                                body,
                                List.of(),
                                null,
                                0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "ERROR no time",
                "2026-13-21 08:10:38 month 13",
                "2026-11-21 25:10:38 hour 25",
                "2026-11-21 08:10 too short",
                "20261121-081038 other form",
                "[2026-11-21 08:10:38x] tail",
                "2026-11-21 08:10:38x tail",
                "[2026-11-21 08:10:38 unclosed",
                "[2026-11-21 08:10:38",
                "[",
                "2026-11-21_08:10:38 underscore"
            })
    void flagsALineThatNothingFitsAndKeepsItWhole(String line) {
        assertThat(parse(line)).isEqualTo(unparsed(line));
    }

    @Test
    void dropsOnlyTheLastCarriageReturn() {
        assertThat(parse("a\r\r").body()).isEqualTo("a\r");
        assertThat(parse("\r").body()).isEmpty();
        assertThat(parse("{\"msg\":\"m\"}\r").body()).isEqualTo("m");
    }

    @Test
    void keepsTheFlagsOfTheListener() {
        byte[] line = "{\"msg\":\"cut".getBytes(UTF_8);

        LogRecord parsed = parser.parse(line, 0, line.length, RECEIVED, RecordFlags.TRUNCATED);

        assertThat(parsed.flags()).isEqualTo(UNPARSED | RecordFlags.TRUNCATED);
    }

    @Test
    void makesOneCleanRecordOfAnyBytes() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        String[] starts = {
            "", "{\"a\":", "{\"msg\":\"", "2026-11-21 08:10:38", "{\"time\":", "[2026-"
        };
        for (Rounds rounds = new Rounds(20_000); rounds.next(); ) {
            byte[] start = starts[random.nextInt(starts.length)].getBytes(UTF_8);
            byte[] tail = new byte[random.nextInt(60)];
            random.nextBytes(tail);
            if (random.nextBoolean()) {
                String alphabet = "{}[]\",:\\u0d8c1-. tfn\0\r";
                for (int i = 0; i < tail.length; i++) {
                    tail[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                }
            }
            byte[] line = new byte[start.length + tail.length];
            System.arraycopy(start, 0, line, 0, start.length);
            System.arraycopy(tail, 0, line, start.length, tail.length);

            LogRecord parsed = parser.parse(line, 0, line.length, RECEIVED, 0);

            for (String text : new String[] {parsed.body(), parsed.fields(), parsed.service()}) {
                if (text != null) {
                    assertThat(Utf8Text.clean(text).replaced())
                            .as("seed %d round %d", seed, rounds.count())
                            .isFalse();
                }
            }
        }
    }

    private LogRecord parse(String line) {
        byte[] bytes = ("<<" + line + ">>").getBytes(UTF_8);
        return parser.parse(bytes, 2, bytes.length - 2, RECEIVED, 0);
    }

    private static LogRecord unparsed(String line) {
        return new LogRecord(RECEIVED, RECEIVED, null, null, null, line, List.of(), null, UNPARSED);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
