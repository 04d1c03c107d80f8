package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a tail is sent of what is read once for all tails. */
class TailClientTest {
    private static final int QUEUE_MAX = 3;

    private final Recorded sent = new Recorded();

    @Test
    void takesWhatMatchesInItsOrder() {
        TailClient client = client(Map.of("text", List.of("even")));

        client.take(client.matching(messages(1, 4)), 4);
        pump(client);

        assertThat(sent.ids()).isEqualTo("2 4");
        assertThat(client.position()).isEqualTo(4);
    }

    @Test
    void leavesOutWhatItHasHad() {
        TailClient client = client(Map.of());
        client.moveTo(2);

        client.take(client.matching(messages(1, 4)), 4);
        client.take(client.matching(messages(3, 4)), 4);
        pump(client);

        assertThat(sent.ids()).isEqualTo("3 4");
    }

    @Test
    void countsWhatFindsNoRoomAndSaysSoBeforeAnythingThatFollows() {
        TailClient client = client(Map.of());

        sent.ready = false;
        client.take(client.matching(messages(1, 10)), 10);
        client.take(client.matching(messages(11, 12)), 12);
        sent.ready = true;
        pump(client);
        client.take(client.matching(messages(13, 13)), 13);
        pump(client);

        assertThat(sent.ids()).isEqualTo("1 2 3 dropped:9 13");
    }

    /** Many came at once, as after a pause of ours: that is not the client's fault. */
    @Test
    void dropsNothingForAClientThatIsReady() {
        TailClient client = client(Map.of());
        client.allow(100, 100);

        client.take(client.matching(messages(1, 10)), 10);
        pump(client);

        assertThat(sent.ids()).isEqualTo("1 2 3 4 5 6 7 8 9 10");
    }

    @Test
    void countsWithoutASightOfThemWhatItHasNoRoomFor() {
        sent.ready = false;
        TailClient all = client(Map.of());
        TailClient some = client(Map.of("text", List.of("even")));
        assertThat(all.wouldDropAll()).isFalse();
        all.take(all.matching(messages(1, 3)), 3);
        some.take(some.matching(messages(1, 9)), 9);

        assertThat(all.wouldDropAll()).isTrue();
        assertThat(some.wouldDropAll()).isFalse();
        all.dropUpTo(1_000);
        all.dropUpTo(500);
        sent.ready = true;
        pump(all);

        assertThat(all.position()).isEqualTo(1_000);
        assertThat(sent.ids()).isEqualTo("1 2 3 dropped:997");
        assertThat(all.wouldDropAll()).isFalse();
    }

    @Test
    void keepsNothingThatWouldWaitLongerThanAGlance() {
        TailClient client = client(Map.of());
        client.allow(-100, 5);

        client.take(client.matching(messages(1, 3)), 3);
        client.allow(100, 5);
        client.pump();

        assertThat(sent.ids()).isEqualTo("1 dropped:2");
    }

    @Test
    void movesOnPastWhatDoesNotMatch() {
        TailClient client = client(Map.of("text", List.of("nowhere")));

        client.take(client.matching(messages(1, 4)), 9);

        assertThat(client.position()).isEqualTo(9);
        assertThat(client.isIdle()).isTrue();
    }

    private TailClient client(Map<String, List<String>> parameters) {
        java.util.TreeMap<String, List<String>> all = new java.util.TreeMap<>(parameters);
        all.put("backlog", List.of("0"));
        all.put("format", List.of("ndjson"));
        TailSearch search = TailSearch.of(all, null, null, Instant.EPOCH);
        TailClient client = new TailClient(search, sent, QUEUE_MAX);
        client.moveTo(0);
        return client;
    }

    private static void pump(TailClient client) {
        client.allow(100, 100);
        client.pump();
    }

    private static List<StoredMessage> messages(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(TailClientTest::message).toList();
    }

    private static StoredMessage message(long id) {
        String body = id % 2 == 0 ? "even" : "odd";
        return new StoredMessage(id, id, id, 9, "service", "host", null, id, null, body, null, 0);
    }

    /** Takes everything while it is ready. */
    private static final class Recorded implements TailOutlet {
        private final StringBuilder text = new StringBuilder();
        private boolean ready = true;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void write(byte[] bytes) {
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            text.append("closed");
        }

        private String ids() {
            return text.toString()
                    .replaceAll("\\{\"dropped\":\\{\"count\":(\\d+)\\}\\}", "dropped:$1")
                    .replaceAll("\\{\"id\":(\\d+),.*\\}", "$1")
                    .strip()
                    .replace('\n', ' ');
        }
    }
}
