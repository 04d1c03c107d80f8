package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingsCopyIT {
    @TempDir private Path folder;

    /**
     * Two starts that are too short for a copy: ingest went back to an old one, and lost chunks.
     */
    @Test
    void isNotUsedInsteadOfBindingsThatAreWell() throws IOException {
        startAndStop(List.of());
        BindingsCopy copy = new BindingsCopy(broker());
        copy.save();

        for (List<String> consumers :
                List.of(List.<String>of(), List.of("archive"), List.<String>of())) {
            startAndStop(consumers);

            assertThat(copy.isBetter()).as("after a start with %s", consumers).isFalse();
        }
    }

    @Test
    void isUsedInsteadOfBindingsThatWereOverwritten() throws IOException {
        startAndStop(List.of());
        BindingsCopy copy = new BindingsCopy(broker());
        copy.save();
        Path first = broker().resolve("bindings").resolve("activemq-bindings-1.bindings");
        byte[] bytes = Files.readAllBytes(first);
        byte[] garbage = "garbage".getBytes(US_ASCII);
        System.arraycopy(garbage, 0, bytes, 100, garbage.length);
        Files.write(first, bytes);

        assertThat(copy.isBetter()).isTrue();
    }

    @Test
    void isUsedInsteadOfBindingsThatAreGone() throws IOException {
        startAndStop(List.of());
        BindingsCopy copy = new BindingsCopy(broker());
        copy.save();
        try (Stream<Path> files = Files.list(broker().resolve("bindings"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThat(copy.isBetter()).isTrue();
    }

    private void startAndStop(List<String> consumers) {
        EmbeddedBroker embedded =
                new EmbeddedBroker(new QueueConfig("", "", "", broker(), 32L << 20, 16L << 20));
        embedded.serves(consumers);
        embedded.start();
        embedded.close();
    }

    private Path broker() {
        return folder.resolve("broker");
    }
}
