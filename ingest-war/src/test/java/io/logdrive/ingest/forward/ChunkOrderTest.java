package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkOrder;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.wire.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkOrderTest {
    private static final Origin ONE = Chunks.origin(1);
    private static final Origin OTHER = Chunks.origin(2);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> passed = new ArrayList<>();
    private final ChunkOrder order =
            new ChunkOrder(
                    delivery -> passed.add(delivery.chunk().name()), new ForwardEvents(metrics));

    @Test
    void passesChunksThatComeInOrder() {
        arrive(ONE, 0, 5);
        arrive(OTHER, 0, 2);
        arrive(ONE, 5, 1);

        assertThat(passed).containsExactly(name(ONE, 0), name(OTHER, 0), name(ONE, 5));
        assertThat(order.isEmpty()).isTrue();
    }

    @Test
    void holdsAChunkUntilItsPredecessorHasCome() {
        arrive(ONE, 0, 5);
        arrive(ONE, 10, 5);
        arrive(ONE, 15, 5);
        arrive(OTHER, 7, 1);

        assertThat(passed).containsExactly(name(ONE, 0), name(OTHER, 7));

        arrive(ONE, 5, 5);

        assertThat(passed.subList(2, 5))
                .containsExactly(name(ONE, 5), name(ONE, 10), name(ONE, 15));
        assertThat(order.isEmpty()).isTrue();
        assertThat(metrics.counter("logdrive.forward.overtaking.chunks").count()).isEqualTo(2);
    }

    @Test
    void passesWhatIsDeliveredAgainAtOnce() {
        arrive(ONE, 0, 5);
        arrive(ONE, 5, 5);

        arrive(ONE, 0, 5);
        arrive(ONE, 3, 4);

        assertThat(passed).hasSize(4);
        arrive(ONE, 10, 1);
        assertThat(passed).hasSize(5);
    }

    @Test
    void passesEachOfTwoDeliveriesOfTheSameEarlyChunk() {
        arrive(ONE, 0, 5);
        arrive(ONE, 10, 5);
        arrive(ONE, 10, 5);

        arrive(ONE, 5, 5);

        assertThat(passed)
                .containsExactly(name(ONE, 0), name(ONE, 5), name(ONE, 10), name(ONE, 10));
    }

    @Test
    void givesUpAfterAWhileAndThenKnowsBetter() {
        arrive(ONE, 0, 5);
        arrive(ONE, 20, 5);
        arrive(ONE, 10, 5);

        order.expire(ChunkOrder.WAIT_NANOS - 1);
        assertThat(passed).hasSize(1);
        order.expire(ChunkOrder.WAIT_NANOS);

        assertThat(passed).containsExactly(name(ONE, 0), name(ONE, 10), name(ONE, 20));
        arrive(ONE, 25, 5);
        assertThat(passed).hasSize(4);
        assertThat(metrics.counter("logdrive.forward.disordered.chunks").count()).isEqualTo(2);
    }

    @Test
    void givesUpTheLongestWaitingWhenTooMuchWaits() {
        String body = "x".repeat(1 << 20) + "\n";
        int fit = (int) (ChunkOrder.WAITING_BYTES_MAX / body.length());
        arrive(ONE, 0, 1);
        arrive(OTHER, 0, 1);
        order.arrived(new Lent(Chunks.of(OTHER, 5, 1)), 0);
        for (int i = 0; i < fit; i++) {
            order.arrived(new Lent(Chunks.of(ONE, 10 + i, 1, body)), 0);
        }
        assertThat(passed).hasSize(2);

        order.arrived(new Lent(Chunks.of(ONE, 10 + fit, 1, body)), 0);

        assertThat(passed).hasSize(3).endsWith(name(OTHER, 5));
        order.arrived(new Lent(Chunks.of(ONE, 11 + fit, 1, body)), 0);
        assertThat(passed).hasSize(3 + fit + 2).endsWith(name(ONE, 11 + fit));
        assertThat(order.isEmpty()).isTrue();
    }

    @Test
    void forgetsWhatWaitsWhenTheQueueWillDeliverItAgain() {
        arrive(ONE, 0, 5);
        arrive(ONE, 10, 5);

        order.clear();
        arrive(ONE, 5, 5);

        assertThat(passed).containsExactly(name(ONE, 0), name(ONE, 5));
        arrive(ONE, 10, 5);
        assertThat(passed).hasSize(3);
    }

    @Test
    void bringsAnyDisorderBackIntoOrder() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Delivery> deliveries = new ArrayList<>();
            long first = 0;
            for (int i = 0; i < 200; i++) {
                int lines = 1 + random.nextInt(5);
                deliveries.add(new Lent(Chunks.of(ONE, first, lines)));
                first += lines;
            }
            Collections.shuffle(deliveries.subList(1, 100), random);
            Collections.shuffle(deliveries.subList(100, 200), random);
            List<Long> firsts = new ArrayList<>();
            ChunkOrder shuffled =
                    new ChunkOrder(
                            delivery -> firsts.add(delivery.chunk().first()),
                            new ForwardEvents(metrics));

            deliveries.forEach(delivery -> shuffled.arrived(delivery, 0));

            assertThat(firsts).as("seed %s", seed).hasSize(200).isSorted();
            assertThat(shuffled.isEmpty()).isTrue();
        }
    }

    private void arrive(Origin origin, long first, int lines) {
        order.arrived(new Lent(Chunks.of(origin, first, lines)), 0);
    }

    private static String name(Origin origin, long first) {
        return origin.id() + ":" + first;
    }

    private record Lent(Chunk chunk, String id) implements Delivery {
        Lent(Chunk chunk) {
            this(chunk, chunk.name());
        }
    }
}
