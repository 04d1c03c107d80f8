package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.ingest.queue.QueueFixture;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.OriginKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;

/** A client library of Fluentd's own world sends and gets its acknowledgements. */
class FluencyIT {
    @TempDir private Path folder;
    private QueueFixture queue;
    private IntakeServer server;

    @BeforeEach
    void start() {
        queue = new QueueFixture(folder);
        server =
                new IntakeServer(
                        IntakeFixture.config(10, 1 << 20, 16 << 20, 64 << 20),
                        queue.queue(),
                        new ListenEvents(new SimpleMeterRegistry()),
                        Thread::new);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stopReading();
        server.close();
        queue.close();
    }

    @Test
    void putsWhatFluencySendsIntoTheQueueAndAcknowledgesIt() throws Exception {
        int count = 1_000;
        FluencyBuilderForFluentd builder = new FluencyBuilderForFluentd();
        builder.setAckResponseMode(true);
        builder.setSenderMaxRetryCount(0);
        int port = Objects.requireNonNull(server.address()).getPort();
        List<LogRecord> records = new ArrayList<>();

        try (Fluency fluency = builder.build("127.0.0.1", port)) {
            for (int i = 0; i < count; i++) {
                fluency.emit(
                        "app",
                        EventTime.fromEpoch(1_700_000_000, 1_000L * i),
                        Map.of("message", "m" + i, "level", "warn", "number", i));
            }
            fluency.flush();
            // It keeps what is not acknowledged in its buffer.
            assertThat(fluency.waitUntilAllBufferFlushed(30)).isTrue();
        }
        ChunkParser parser = new ChunkParser();
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            Delivery delivery = queue.source().receive(100);
                            if (delivery != null) {
                                assertThat(delivery.chunk().origin().kind())
                                        .isEqualTo(OriginKind.FORWARD_CHUNK);
                                parser.parse(delivery.chunk(), records::add);
                                queue.source().acknowledge(delivery);
                            }
                            return records.size() >= count;
                        });

        assertThat(records).hasSize(count);
        assertThat(records.get(7).body()).isEqualTo("m7");
        assertThat(records.get(7).fields()).isEqualTo("{\"number\":7}");
        assertThat(records.get(7).level()).isEqualTo(Level.WARN);
        assertThat(records.get(7).timeMicros()).isEqualTo(1_700_000_000_000_007L);
    }
}
