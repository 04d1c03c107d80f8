package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class EventLogTest {
    @Test
    void anEventIsOneLineWhateverAFileIsCalled() {
        StringWriter out = new StringWriter();
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

        new EventLog(new PrintWriter(out), clock).say("file-found path=/a\nserver-lost \u001b[2J");

        assertThat(out.toString())
                .isEqualToIgnoringNewLines(
                        "2026-11-22T08:00:00Z file-found path=/a?server-lost ?[2J");
    }
}
