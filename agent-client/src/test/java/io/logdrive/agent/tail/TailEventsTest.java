package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class TailEventsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> log = new ArrayList<>();
    private final TailEvents events = new TailEvents(log::add, nanos::get);

    @Test
    void anUnreadableFileIsSaidOnceAMinuteForEachReason() {
        Path file = Path.of("/a");
        for (int i = 0; i < 5; i++) {
            events.unreadable(file, new IOException("stale"));
        }
        events.unreadable(file, new IOException("denied"));
        events.unreadable(Path.of("/b"), new IOException("stale"));
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        events.unreadable(file, new IOException("stale"));
        events.unreadable(file, new IOException("stale"));

        assertThat(log)
                .containsExactly(
                        "file-unreadable path=/a reason=java.io.IOException: stale retried=true",
                        "file-unreadable path=/a reason=java.io.IOException: denied retried=true",
                        "file-unreadable path=/b reason=java.io.IOException: stale retried=true",
                        "file-unreadable path=/a reason=java.io.IOException: stale times=5"
                                + " retried=true");
    }
}
