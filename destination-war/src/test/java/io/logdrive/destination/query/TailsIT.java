package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class TailsIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Pattern ID = Pattern.compile("(?m)^id: (\\d+)$");
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");
    private static final Pattern DROPPED = Pattern.compile("\\{\"count\":(\\d+)\\}");

    @RegisterExtension final QueriedDestination destination;
    private final AtomicInteger stored = new AtomicInteger();

    TailsIT(TestDatabase database) {
        destination =
                QueriedDestination.start(
                        database,
                        "query.tails-max=3",
                        "query.tail-queue-max=50",
                        "query.tail-rate-max=1000000",
                        "query.tail-heartbeat=PT1S");
    }

    @Test
    void showsTheBacklogThenWhatIsStored() throws Exception {
        store(20);
        Outlet tail = tail("backlog=5", "query=line");
        await().atMost(LONG).until(() -> tail.sequences().size() == 5);

        long begin = System.nanoTime();
        store(3);
        await().atMost(LONG).until(() -> tail.sequences().size() == 8);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(tail.sequences()).containsExactly(15, 16, 17, 18, 19, 20, 21, 22);
        assertThat(tail.text())
                .contains("id: 21\nevent: message\ndata: {\"id\":21,")
                .doesNotContain("dropped");
    }

    @Test
    void showsOnlyWhatMatches() throws Exception {
        Outlet tail = tail("backlog=0", "query=\"line 7\"", "format=ndjson", "fields=message");
        store(10);
        Outlet other = tail("backlog=10", "regex=[78]$", "format=ndjson", "fields=message");

        await().atMost(LONG).until(() -> other.text().lines().count() >= 2);
        await().atMost(LONG).until(() -> tail.text().contains("line 7"));

        assertThat(tail.lines()).containsExactly("{\"message\":\"line 7\"}");
        assertThat(other.lines())
                .containsExactly("{\"message\":\"line 7\"}", "{\"message\":\"line 8\"}");
    }

    @Test
    void resumesUnderLoadWithoutGapOrDouble() throws Exception {
        store(1);
        CompletableFuture<Void> load =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 60; i++) {
                                store(20);
                            }
                        });
        List<Integer> all = new ArrayList<>();
        String after = "0";
        while (all.size() < 1_201) {
            int before = all.size();
            Outlet tail = tail("after=" + after);
            await().atMost(LONG)
                    .until(() -> tail.sequences().size() >= Math.min(150, 1_201 - before));
            tail.cut();
            assertThat(tail.text()).doesNotContain("dropped");
            all.addAll(tail.sequences());
            Matcher ids = ID.matcher(tail.text());
            while (ids.find()) {
                after = ids.group(1);
            }
            await().atMost(LONG).until(() -> destination.queries().tails().count() == 0);
        }
        load.get();

        assertThat(all).isEqualTo(IntStream.range(0, 1_201).boxed().toList());
    }

    @Test
    void dropsForASlowClientOnlyAndSaysHowMany() throws Exception {
        Outlet slow = tail("backlog=0");
        Outlet quick = tail("backlog=0");
        store(1);
        await().atMost(LONG).until(() -> slow.sequences().size() == 1);
        await().atMost(LONG).until(() -> quick.sequences().size() == 1);
        slow.ready = false;
        for (int i = 0; i < 20; i++) {
            store(10);
            int expected = stored.get();
            await().atMost(LONG).until(() -> quick.sequences().size() == expected);
        }

        slow.ready = true;
        await().atMost(LONG).until(() -> slow.text().contains("dropped"));
        store(1);
        await().atMost(LONG).until(() -> slow.sequences().contains(stored.get() - 1));

        Matcher dropped = DROPPED.matcher(slow.text());
        assertThat(dropped.find()).isTrue();
        assertThat(Integer.parseInt(dropped.group(1)) + slow.sequences().size())
                .isEqualTo(stored.get());
        assertThat(slow.sequences()).hasSize(52).doesNotHaveDuplicates().isSorted();
        assertThat(quick.text()).doesNotContain("dropped");
    }

    @Test
    void givesSignsOfLifeThatSayUpToWhereItHasLooked() throws Exception {
        store(7);
        Outlet tail = tail("query=nothing");

        await().atMost(LONG).until(() -> tail.text().contains(": alive\nid: 7\n\n"));
    }

    @Test
    void refusesMoreThanThereMayBeAndForgetsThoseThatAreGone() throws Exception {
        tail("backlog=0");
        tail("backlog=0");
        Outlet third = tail("backlog=0");
        assertThatThrownBy(() -> tail("backlog=0"))
                .hasMessage("tail: expected one of 3 slots free, found none");

        third.broken = true;

        await().atMost(LONG).until(() -> destination.queries().tails().count() == 2);
        tail("backlog=0");
        assertThat(third.closed).isTrue();
    }

    private Outlet tail(String... parameters) {
        TailSearch search = TailSearch.of(values(parameters), null, null, Instant.now());
        Tails tails = destination.queries().tails();
        tails.reserve();
        Outlet outlet = new Outlet();
        TailClient client = tails.begin(search, outlet);
        outlet.client = client;
        // From here on it misses nothing.
        await().atMost(LONG).until(() -> client.position() >= 0 || client.isClosed());
        return outlet;
    }

    private void store(int count) {
        int first = stored.get();
        destination.store(first, TestRecords.records(first, count));
        stored.addAndGet(count);
    }

    /** A client that takes what it is given, or does not. Thread-safe. */
    private static final class Outlet implements TailOutlet {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile @Nullable TailClient client;
        private volatile boolean ready = true;
        private volatile boolean broken;
        private volatile boolean closed;

        @Override
        public boolean isReady() throws IOException {
            if (broken) {
                throw new IOException("gone");
            }
            return ready && !closed;
        }

        @Override
        public synchronized void write(byte[] more) {
            bytes.writeBytes(more);
        }

        @Override
        public void close() {
            closed = true;
        }

        void cut() {
            java.util.Objects.requireNonNull(client).close();
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        List<String> lines() {
            return text().lines().filter(line -> !line.isBlank()).toList();
        }

        List<Integer> sequences() {
            List<Integer> found = new ArrayList<>();
            Matcher matcher = SEQUENCE.matcher(text());
            while (matcher.find()) {
                found.add(Integer.parseInt(matcher.group(1)));
            }
            return found;
        }
    }
}
