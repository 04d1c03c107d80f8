package io.logdrive.destination.query;

import io.logdrive.destination.Destination;
import io.logdrive.destination.DestinationConfig;
import io.logdrive.destination.ForwardClient;
import io.logdrive.destination.TestFolders;
import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.Settings;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A destination that is given records over the hop and asked without HTTP. A field of a test that
 * registers it runs from the test's construction on, and is closed after the test.
 *
 * <p>Thread-safe.
 */
final class QueriedDestination implements AfterEachCallback, AutoCloseable {
    /** Whose records all are. */
    static final Origin ORIGIN = TestRecords.origin(1);

    /** A minute for each search, so that only one that hangs runs out of it. */
    static final QueryConfig CONFIG =
            new QueryConfig(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    4,
                    new QueryConfig.Tails(100, 1_000, 20_000, Duration.ofSeconds(15)));

    private static final String PREFIX = "logdrive.destination.";

    private final Path data;
    private final Destination destination;

    private QueriedDestination(Path data, Destination destination) {
        this.data = data;
        this.destination = destination;
    }

    /**
     * Over a database of its own, empty.
     *
     * @param further settings as {@code name=value}, without logdrive.destination before them
     */
    static QueriedDestination start(TestDatabase database, String... further) {
        Path data = TestFolders.make();
        Map<String, String> settings = new HashMap<>(database.settings(data));
        settings.put(PREFIX + "data", data.toString());
        settings.put(PREFIX + "store.disk-free-min", "0");
        settings.put(PREFIX + "receive.address", "127.0.0.1:0");
        values(further).forEach((name, value) -> settings.put(PREFIX + name, value.get(0)));
        return new QueriedDestination(
                data,
                Destination.start(
                        DestinationConfig.from(Settings.ofMap(settings)),
                        Thread::new,
                        Clock.systemUTC()));
    }

    /** In one frame, the first under the sequence {@code first}; they are there afterwards. */
    void store(long first, List<LogRecord> records) {
        try (ForwardClient client = new ForwardClient(destination.address())) {
            client.send(
                    ForwardClient.frame(
                            "c" + first,
                            List.of(TestRecords.stored(ORIGIN, first, records.size())),
                            List.of(ORIGIN),
                            records));
            client.readAck();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Queries queries() {
        return destination.queries();
    }

    MessageReader messages() {
        return queries().messages();
    }

    /** Stops it; the second time is of no account. */
    void stop() {
        destination.stop();
    }

    /** Stops it and removes what it kept. */
    @Override
    public void close() {
        stop();
        TestFolders.remove(data);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    /** Parameters, given as {@code name=value}; more can be put. */
    static Map<String, List<String>> values(String... parameters) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            values.put(parameter.substring(0, equals), List.of(parameter.substring(equals + 1)));
        }
        return values;
    }

    /** Parameters, and some more of them. */
    static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    /** All that an answer writes. */
    static String written(Body answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            answer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What writes an answer. */
    interface Body {
        void write(OutputStream out) throws IOException;
    }
}
