package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.Settings;
import io.logdrive.payara.figures.Span;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the destination says of itself, with a sender and a database. */
class DestinationStatusIT {
    private static final Origin ORIGIN = TestRecords.origin(1);

    @TempDir Path data;

    @Test
    void saysThatItStoresAndHowMuch() throws Exception {
        Destination destination = start(Map.of());
        try (ForwardClient client = new ForwardClient(destination.address())) {
            assertThat(destination.status().status())
                    .startsWith("{\"state\":\"idle\",\"reason\":\"\",\"since\":\"2")
                    .contains("\"commitMillis\":{\"mean\":null,\"max\":null}");
            client.send(
                    ForwardClient.frame(
                            "c",
                            List.of(TestRecords.stored(ORIGIN, 0, 100)),
                            List.of(ORIGIN),
                            TestRecords.records(0, 100)));
            assertThat(client.readAck()).isEqualTo("c");

            String status = destination.status().status();

            assertThat(status)
                    .startsWith("{\"state\":\"storing\",\"reason\":\"\",\"since\":\"2")
                    .contains(
                            "\"database\":{\"kind\":\"h2\",\"version\":\"",
                            "\"address\":\"jdbc:h2:file:" + data + "/h2/logdrive\"}",
                            "\"java\":\"" + Runtime.version() + '"',
                            "\"waitingBatches\":",
                            "\"connections\":1,",
                            "\"disk\":{\"freeBytes\":")
                    .doesNotContain("\"rowsPerSecond\":0", "\"mean\":null");
        } finally {
            destination.stop();
        }
    }

    @Test
    void hasFiguresOfThePastFromItsStartOn() {
        Destination destination = start(Map.of());
        try {
            destination.status().look();

            assertThat(destination.status().history(Span.HOUR))
                    .startsWith("{\"span\":\"1h\",\"stepSeconds\":10,\"end\":\"2")
                    .contains(
                            "\"rowsPerSecond\":[null,",
                            "\"batchesPerSecond\":[null,",
                            "\"commitMillis\":[null,",
                            "\"waitingBatches\":[null,");
        } finally {
            destination.stop();
        }
    }

    @Test
    void showsTheConfigurationAndNoSecret() {
        Destination destination =
                start(Map.of("logdrive.destination.database.password", "open sesame"));
        try {
            assertThat(destination.status().configuration())
                    .startsWith("{\"logdrive.destination.")
                    .contains("\"logdrive.destination.database.password\":\"********\"")
                    .doesNotContain("sesame");
        } finally {
            destination.stop();
        }
    }

    private Destination start(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("logdrive.destination.data", data.toString());
        all.put("logdrive.destination.receive.address", "127.0.0.1:0");
        all.put("logdrive.destination.store.disk-free-min", "0");
        return Destination.start(
                DestinationConfig.from(Settings.ofMap(all)), Thread::new, Clock.systemUTC());
    }
}
