package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.Rounds;
import io.logdrive.ingest.Seeds;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.Utf8Text;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lines that are cut, long, or made to upset a parser: each becomes one clean record in no time.
 */
class TextLineHostileTest {
    private static final long RECEIVED = 1_795_350_600_000_000L;
    private static final int LENGTH = 64 * 1024;

    /** One of each format. */
    private static final List<String> LINES =
            List.of(
                    "<165>1 2003-10-11T22:14:15.003Z host.example evntslog 12 ID47 [ex@32473"
                        + " iut=\"3\" src=\"App\\\"li\\]\"][pri@1 class=\"high\"] An entry ü... a=1"
                        + " b=2",
                    "<34>Oct 11 22:14:15 mymachine su[12]: 'su root' failed on /dev/pts/8",
                    "<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time",
                    "Dec 10 06:55:46 LabSZ sshd[24200]: failure; a= uid=0 tty=\"x y\" rhost=1.2",
                    "2026-11-22T12:19:32.123456+00:00 vm kernel: [0.000] Linux version",
                    "h:80 10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 23"
                            + " \"http://x/\" \"Mozilla/4.08 [en]\" 0.1",
                    "[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 3:tid 4] [client 7:1] No",
                    "2026/11/22 12:19:32 [error] 12#56: *90 open() \"/x\" failed, client: 1.2.3.4,"
                            + " server: _, request: \"GET / HTTP/1.1\", host: \"example.com\"",
                    "2015-07-29 17:41:44,747 - INFO  [main[id=1]/0:0:2181:Fast@774] - Notification",
                    "2026-11-22T12:00:00.123+01:00  INFO 12 --- [app] [main] [a-b] c.e.App   : Up",
                    "22-Nov-2026 12:19:32.123 INFO [main] org.a.Service.start Starting",
                    "2026-11-21 08:10:38,123 - my.module - WARNING - message here",
                    "Nov 22, 2026 2:19:32 PM org.example.Foo doIt\nWARNING: it broke",
                    "nova.log.1 2017-05-16 00:00:00.008 25746 INFO nova.wsgi [req-3 - -] up",
                    "[2026-11-21T08:10:38Z INFO  my::module] env logger",
                    "081109 203615 148 INFO dfs.DataNode$Packet: PacketResponder",
                    "12:00:00.123 [main] INFO  org.example.App - Hello",
                    "WARNING:root:message",
                    "I0610 12:00:00.123456    1234 file.go:12] \"Pod\" pod=\"k\" status=\"ready\"",
                    "2026-11-22 12:00:00.123 CET [1234] ann@db LOG:  database is ready",
                    "time=2026-11-21T08:23:47Z level=INFO host=gw-2 msg=\"POST \\\"/x\\\"\" r=6 s");

    private final LineParser parser = new LineParser();

    @Test
    void makesOneCleanRecordOfALineThatIsCutAtAnyByte() {
        for (String text : LINES) {
            byte[] line = text.getBytes(UTF_8);
            for (int length = 0; length <= line.length; length++) {
                byte[] within = new byte[line.length];
                // What is behind the cut would go on well.
                System.arraycopy(line, 0, within, 0, line.length);

                check(within, length, text.substring(0, Math.min(length, text.length())));
            }
        }
    }

    @Test
    void makesOneCleanRecordOfAFormatWithRandomBytes() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        byte[] alphabet = "[]<>\"\\=:- |@0129.aIZ\t\n\0\u00e9".getBytes(UTF_8);
        for (Rounds rounds = new Rounds(40_000); rounds.next(); ) {
            byte[] line = LINES.get(random.nextInt(LINES.size())).getBytes(UTF_8);
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                int at = random.nextInt(line.length);
                line[at] =
                        random.nextBoolean()
                                ? alphabet[random.nextInt(alphabet.length)]
                                : (byte) random.nextInt(256);
            }

            check(line, line.length, "seed " + seed + " round " + rounds.count());
        }
    }

    /**
     * What takes a step for each byte takes less than a millisecond; what takes one for each pair
     * of bytes takes 4,000,000,000 of them, which no machine does in the time given here.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "]",
                "0",
                "9",
                "\"",
                "\\",
                "a",
                "A",
                " ",
                "-",
                "- ",
                "=",
                "a=",
                "a=\"",
                "<",
                "a=b ",
                "a=\"\" ",
                "a=\"\\\" ",
                "[a]",
                "[a] ",
                "0 ",
                "a.",
                ":",
                ": ",
                ", client: ",
                "[a b=\"\"]",
                "a.log",
                "INFO ",
                "@1",
                "\n",
                "\u00e9",
                "\0",
                "a=\"b\"c ",
                ",",
                "\t"
            })
    void takesNoLongerThanALineIsLong(String unit) {
        List<String> starts =
                List.of(
                        "",
                        "<34>",
                        "<34>1 2003-10-11T22:14:15Z h p - - ",
                        "<34>Oct 11 22:14:15 ",
                        "Oct 11 22:14:15 h p[",
                        "10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"",
                        "[Fri Sep 09 10:42:29 2011] [core:error] ",
                        "2026/11/22 12:19:32 [error] 12#56: *90 ",
                        "2026-11-21 08:10:38,123 ",
                        "2026-11-21 08:10:38,123 INFO ",
                        "2026-11-21 08:10:38,123 INFO a.B: x y=z",
                        "I0610 12:00:00.123456 1234 ",
                        "I0610 12:00:00.123456 1234 file.go:12] \"",
                        "time=1 msg=");
        long begin = System.nanoTime();
        for (String start : starts) {
            for (String end : List.of("", "\"", " a=1 b=2")) {
                byte[] line = (start + unit.repeat(LENGTH / unit.length()) + end).getBytes(UTF_8);

                check(line, line.length, start + unit + end);
            }
        }

        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
    }

    private void check(byte[] line, int length, String what) {
        LogRecord parsed = parser.parse(line, 0, length, RECEIVED, 0);

        JsonFields.of(parsed.fields());
        for (String text :
                new String[] {parsed.body(), parsed.fields(), parsed.service(), parsed.host()}) {
            if (text != null) {
                assertThat(Utf8Text.clean(text).replaced()).as(what).isFalse();
            }
        }
        if ((parsed.flags() & RecordFlags.UNPARSED) != 0) {
            assertThat(parsed.fields()).as(what).isNull();
            assertThat(parsed.body())
                    .as(what)
                    .isEqualTo(Utf8Text.decode(line, 0, kept(line, length)).text());
        }
        if ((parsed.flags() & RecordFlags.TIME_ASSUMED) != 0) {
            assertThat(parsed.timeMicros()).as(what).isEqualTo(RECEIVED);
        }
    }

    private static int kept(byte[] line, int length) {
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }
}
