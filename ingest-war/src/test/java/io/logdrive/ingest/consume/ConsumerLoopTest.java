package io.logdrive.ingest.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.consumer.CommitStep;
import io.logdrive.consumer.ConsumerContext;
import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.consumer.RejectedRecordException;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerLoopTest {
    private static final Origin ORIGIN = Chunks.origin(1);

    @TempDir private Path folder;

    @Test
    void callsAConsumerInItsOrderAndTellsItItsPositionAgain() throws Exception {
        Scripted consumer = new Scripted();
        LoopFixture loop = new LoopFixture(consumer, folder, new RealDisk(), 1);
        loop.put(Chunks.of(ORIGIN, 0, 2));
        loop.awaitEmpty();
        loop.stop();
        LoopFixture again = new LoopFixture(consumer, folder, new RealDisk(), 1);
        await().until(() -> again.state().equals("running"));
        again.stop();

        assertThat(consumer.calls)
                .containsExactly(
                        "open ",
                        "commit 0",
                        "committed",
                        "accept 0",
                        "accept 1",
                        "commit 2",
                        "committed",
                        "close",
                        "open position 2",
                        "close");
    }

    @Test
    void opensAConsumerAgainWhateverItThrows() throws Exception {
        for (Throwable thrown :
                List.of(
                        new IllegalStateException("a bug"),
                        new IOException("a disk"),
                        new NoClassDefFoundError("a/Jar"))) {
            Scripted consumer = new Scripted();
            consumer.thrown = thrown;
            Path place = folder.resolve(thrown.getClass().getSimpleName());
            LoopFixture loop = new LoopFixture(consumer, place, new RealDisk(), 1);
            loop.put(Chunks.of(ORIGIN, 0, 2));
            loop.awaitEmpty();
            loop.stop();

            assertThat(consumer.calls)
                    .containsSubsequence(
                            "accept 0", "close", "open position 0", "accept 0", "accept 1");
            assertThat(loop.counted("failures")).isEqualTo(1);
            assertThat(loop.counted("lines")).isEqualTo(2);
        }
    }

    @Test
    void aLineThatARuleDropsIsNotGivenAndTheOthersKeepTheirSequences() throws Exception {
        Scripted consumer = new Scripted();
        EffectiveRules rules =
                RulesOf.text("rules: [{when: {message: {matches: secret}}, drop: true}]");
        LoopFixture loop = new LoopFixture(consumer, folder, new RealDisk(), 1, rules);
        loop.put(Chunks.of(ORIGIN, 0, 3, "one\nsecret\nthree\n"));
        loop.awaitEmpty();
        loop.put(Chunks.of(ORIGIN, 0, 3, "one\nsecret\nthree\n"));
        loop.put(Chunks.of(ORIGIN, 3, 1, "four\n"));
        loop.awaitEmpty();
        loop.stop();

        assertThat(consumer.calls)
                .filteredOn(call -> call.startsWith("accept"))
                .containsExactly("accept 0", "accept 2", "accept 3");
    }

    @Test
    void putsAChunkAmongTheDeadLettersThatCannotBeParsed() throws Exception {
        LoopFixture loop = new LoopFixture(new Scripted(), folder, new RealDisk(), 1);
        loop.put(Chunks.of(ORIGIN, 0, 2, "one line\n"));
        loop.put(Chunks.of(ORIGIN, 2, 1));
        loop.awaitEmpty();
        loop.stop();

        assertThat(loop.rejected())
                .containsExactly(
                        ORIGIN.id()
                                + ":0 consumer test: chunk "
                                + ORIGIN.id()
                                + ":0: expected 2 lines, found 1");
        assertThat(loop.counted("lines")).isEqualTo(1);
    }

    @Test
    void putsTheChunkOfARecordThatIsRefusedAmongTheDeadLetters() throws Exception {
        Scripted consumer = new Scripted();
        consumer.refused = 3;
        LoopFixture loop = new LoopFixture(consumer, folder, new RealDisk(), 1 << 20);
        loop.put(Chunks.of(ORIGIN, 0, 2));
        loop.put(Chunks.of(ORIGIN, 2, 2));
        loop.put(Chunks.of(ORIGIN, 4, 2));
        loop.awaitEmpty();
        loop.stop();

        assertThat(loop.rejected())
                .containsExactly(ORIGIN.id() + ":2 consumer test: sequence 3: refused by the test");
        assertThat(loop.counted("lines")).isEqualTo(4);
    }

    @Test
    void saysThatAConsumerIsStalledThatDoesNotReturn() throws Exception {
        Scripted consumer = new Scripted();
        consumer.held = new CountDownLatch(1);
        LoopFixture loop = new LoopFixture(consumer, folder, new RealDisk(), 1);
        loop.put(Chunks.of(ORIGIN, 0, 1));

        await().until(() -> consumer.calls.contains("accept 0"));
        assertThat(loop.isStalledAfter(Duration.ofSeconds(29))).isFalse();
        assertThat(loop.isStalledAfter(Duration.ofSeconds(31))).isTrue();

        consumer.held.countDown();
        loop.awaitEmpty();
        await().until(() -> !loop.isStalledAfter(Duration.ofSeconds(31)));
        loop.stop();
    }

    /** Notes its calls. Thread-safe as far as the tests need it. */
    private static final class Scripted implements RecordConsumer {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private volatile @Nullable Throwable thrown;
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile long refused = -1;
        private boolean refusedOne;

        @Override
        public String type() {
            return "scripted";
        }

        @Override
        public void configure(ConsumerSettings settings) {
            throw new IllegalStateException("not called here");
        }

        @Override
        public void open(ConsumerContext context) {
            calls.add("open " + context.position());
            refusedOne = false;
        }

        @Override
        public void accept(Origin origin, long sequence, LogRecord line) throws Exception {
            calls.add("accept " + sequence);
            held.await();
            refusedOne |= sequence == refused;
            Throwable planned = thrown;
            thrown = null;
            if (planned instanceof Error error) {
                throw error;
            }
            if (planned instanceof Exception exception) {
                throw exception;
            }
        }

        @Override
        public String commit(CommitStep step) throws Exception {
            if (refusedOne) {
                throw new RejectedRecordException(
                        ORIGIN.id(), refused, "refused by the test", new Exception("why"));
            }
            calls.add("commit " + step.lines());
            return "position " + step.lines();
        }

        @Override
        public void committed() {
            calls.add("committed");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
