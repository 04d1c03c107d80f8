package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.consume.ConsumerStatus;
import io.logdrive.ingest.queue.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestHealthTest {
    @Test
    void namesTheConsumersThatAreNotAtWorkAndWhy() {
        assertThat(
                        IngestHealth.stopped(
                                List.of(
                                        status("archive", "waiting-for-disk", "disk: 1 MiB free"),
                                        status("stdout", "running", ""),
                                        status("jdbc", "retrying", "refused"))))
                .isEqualTo("archive waiting-for-disk: disk: 1 MiB free; jdbc retrying: refused");
        assertThat(IngestHealth.stopped(List.of())).isEmpty();
    }

    private static ConsumerStatus status(String name, String state, String reason) {
        return new ConsumerStatus(
                name, "file", new Volume(0, 0, 0), Long.MAX_VALUE, 0, 0, state, reason);
    }
}
