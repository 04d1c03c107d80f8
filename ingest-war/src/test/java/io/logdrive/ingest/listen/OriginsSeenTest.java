package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OriginsSeenTest {
    private final OriginsSeen origins = new OriginsSeen();

    @Test
    void showsWhoWasHeardLastFirst() {
        Origin app = origin(OriginKind.AGENT, 1, "10.0.0.1:1");
        Origin other = origin(OriginKind.LINES, 2, "10.0.0.2:2");
        origins.seen(chunk(app, 10, 1_000));
        origins.seen(chunk(other, 1, 2_000));
        origins.seen(chunk(app, 5, 3_000));
        origins.look(System.nanoTime() + TimeUnit.SECONDS.toNanos(500));

        List<OriginStatus> found = origins.statuses(Set.of("10.0.0.2:2"));

        assertThat(found).extracting(OriginStatus::origin).containsExactly(app, other);
        assertThat(found.get(0))
                .isEqualTo(
                        new OriginStatus(
                                app, false, 1_000, 3_000, 15, found.get(0).linesPerSecond()));
        assertThat(found.get(0).linesPerSecond()).isBetween(0.027, 0.03);
        assertThat(found.get(1).connected()).isTrue();
    }

    @Test
    void showsTheChunksOfOneForeignConnectionAsOneOrigin() {
        Origin last = origin(OriginKind.FORWARD_CHUNK, 2, "10.0.0.1:1");
        origins.seen(chunk(origin(OriginKind.FORWARD_CHUNK, 1, "10.0.0.1:1"), 3, 1_000));
        origins.seen(chunk(last, 4, 2_000));
        origins.seen(chunk(origin(OriginKind.FORWARD_CHUNK, 3, "10.0.0.9:1"), 1, 500));

        List<OriginStatus> found = origins.statuses(Set.of());

        assertThat(found).extracting(OriginStatus::lines).containsExactly(7L, 1L);
        assertThat(found.get(0).origin()).isEqualTo(last);
    }

    @Test
    void forgetsThoseSilentForLongestWhenThereAreTooMany() {
        for (int i = 0; i <= OriginsSeen.ORIGINS_MAX; i++) {
            origins.seen(chunk(origin(OriginKind.LINES, i, "10.0.0.1:1"), 1, i));
        }

        List<OriginStatus> found = origins.statuses(Set.of());

        assertThat(found).hasSize(OriginsSeen.ORIGINS_MAX * 9 / 10 + 1);
        assertThat(found.get(0).lastMicros()).isEqualTo(OriginsSeen.ORIGINS_MAX);
        assertThat(found.get(found.size() - 1).lastMicros())
                .isEqualTo(OriginsSeen.ORIGINS_MAX / 10);
    }

    private static Origin origin(OriginKind kind, long id, String peer) {
        return new Origin(new UUID(0, id), kind, peer, "web-1", "app.log");
    }

    private static Chunk chunk(Origin origin, int lines, long micros) {
        return new Chunk(origin, 0, lines, micros, Chunk.Format.TEXTS, new byte[8], new BitSet());
    }
}
