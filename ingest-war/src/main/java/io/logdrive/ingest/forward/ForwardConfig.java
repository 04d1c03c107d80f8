package io.logdrive.ingest.forward;

import io.logdrive.payara.ClientProtection;
import io.logdrive.payara.ConfigurationReader;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How batches are formed and where they go.
 *
 * <p>Immutable.
 *
 * @param recordsMax records that close a batch
 * @param ageMax how long the oldest chunk of an open batch may wait
 * @param bytesMax bytes of encoded records that close a batch
 * @param destination where the destination's receiver listens
 * @param protection how the connection to it is protected
 * @param batchesInFlightMax batches that may wait for their acknowledgement
 * @param bytesInFlightMax bytes that may wait for their acknowledgement
 */
public record ForwardConfig(
        int recordsMax,
        Duration ageMax,
        long bytesMax,
        InetSocketAddress destination,
        ClientProtection protection,
        int batchesInFlightMax,
        long bytesInFlightMax) {

    /** Reads {@code logdrive.ingest.batch.…} and {@code logdrive.ingest.forward.…}. */
    public static ForwardConfig read(ConfigurationReader reader) {
        InetSocketAddress destination = reader.address("forward.address", "127.0.0.1:9090");
        return new ForwardConfig(
                reader.integer("batch.records-max", 100, 1, 10_000),
                reader.duration(
                        "batch.age-max",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofHours(1)),
                reader.bytes("batch.bytes-max", 1 << 20, 1 << 10, 8 << 20),
                destination,
                ClientProtection.read(reader, "forward", destination),
                reader.integer("forward.batches-in-flight-max", 256, 1, 10_000),
                reader.heapBytes("forward.bytes-in-flight-max", 4 << 20, 24, 1 << 20, 1 << 30));
    }
}
