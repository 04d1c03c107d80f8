package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.listen.IntakeProtocol.Match;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogProtocolTest {
    private final SyslogProtocol protocol = new SyslogProtocol(new ListenSettings().config());

    @ParameterizedTest
    @ValueSource(strings = {"<13>x", "<0>", "<191>1 -", "5 <13>", "99999999 <191>", "3 <1>"})
    void isUndecidedUntilThePriorityIsWhole(String begin) {
        int whole = begin.indexOf('>') + 1;
        for (int length = 1; length < whole; length++) {
            assertThat(match(begin.substring(0, length)))
                    .as(begin.substring(0, length))
                    .isEqualTo(Match.UNDECIDED);
        }

        assertThat(match(begin.substring(0, whole))).isEqualTo(Match.YES);
        assertThat(match(begin)).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22 12:00:00 up",
                "17/06/09 20:10:40 INFO up",
                "127.0.0.1 - - [22/Nov/2026",
                "081109 203615 148 INFO",
                "1763822400 <13>x",
                "12 <b>bold</b>",
                "3 <- 4",
                "3 <13>x",
                "0 <13>x",
                "<html>",
                "<>",
                "<1234>",
                "{\"a\":1}",
                "x",
                "\n",
                " 5 <13>"
            })
    void leavesOtherLinesToTheLinesProtocol(String line) {
        assertThat(match(line)).isEqualTo(Match.NO);
    }

    private Match match(String begin) {
        return protocol.match(Unpooled.wrappedBuffer(begin.getBytes(UTF_8)));
    }
}
