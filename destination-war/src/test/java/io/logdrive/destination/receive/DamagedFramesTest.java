package io.logdrive.destination.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.logdrive.destination.ForwardClient;
import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.Batch;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.RecordDecoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * T20 of RELIABILITY.md: a batch that is cut anywhere is never offered, and of one with a changed
 * bit either nothing or the very texts that were sent.
 */
class DamagedFramesTest {
    private static final Origin ORIGIN = TestRecords.origin(1);
    private static final List<LogRecord> RECORDS = TestRecords.records(5, 3);
    private static final byte[] FRAME =
            ForwardClient.frame(
                    "chunk-1", List.of(TestRecords.stored(ORIGIN, 5, 3)), List.of(ORIGIN), RECORDS);

    private final BufferBudget budget = new BufferBudget(1 << 20);
    private final FakeSink sink = new FakeSink(1_000_000);
    private final FakeAnswers answers = new FakeAnswers();

    @Test
    void aBatchThatIsCutAnywhereIsWaitedForAndThenForgotten() {
        for (int cut = 0; cut < FRAME.length; cut++) {
            ForwardConnection connection = connection();

            connection.received(ByteBuffer.wrap(FRAME, 0, cut), 0);
            connection.closed();

            assertThat(sink.batches()).as("cut at %d", cut).isEmpty();
            assertThat(budget.used()).as("cut at %d", cut).isZero();
        }
        assertThat(answers.sent).isEmpty();
        assertThat(offered(FRAME, "whole")).isNotNull();
    }

    @Test
    void aChangedBitIsRefusedOrChangesNoText() {
        int refused = 0;
        int foreign = 0;
        for (int bit = 0; bit < 8 * FRAME.length; bit++) {
            byte[] flipped = FRAME.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            Batch batch = offered(flipped, "bit " + bit);

            if (batch == null) {
                refused++;
            } else {
                assertThat(bodies(batch.records().stream().map(EncodedRecord::decoded).toList()))
                        .as("bit %d", bit)
                        .isEqualTo(bodies(RECORDS));
                foreign += batch.runs().get(0).first() == 5 ? 0 : 1;
            }
            assertThat(budget.used()).as("bit %d", bit).isZero();
        }
        assertThat(answers.sent).isEmpty();
        // The entries alone are most of the frame, and a checksum is over them.
        assertThat(refused).isGreaterThan(4 * FRAME.length);
        // One that hides the ledger makes the batch a stranger's, for which there is no remedy
        // but TCP's own checksum: a name, the options' key, or that there are options at all.
        assertThat(foreign).isLessThan(FRAME.length);
    }

    /** The batch that came of it, or null when it was refused or is waited for. */
    private @Nullable Batch offered(byte[] frame, String name) {
        ForwardConnection connection = connection();
        int before = sink.batches().size();
        try {
            connection.received(ByteBuffer.wrap(frame), 0);
        } catch (ForwardException | CloseException e) {
            assertThat(e).as(name).hasMessageContaining("expected");
        } catch (RuntimeException e) {
            fail(name, e);
        }
        connection.closed();
        List<Batch> batches = sink.batches();
        return batches.size() == before ? null : batches.get(before);
    }

    private static List<String> bodies(List<LogRecord> records) {
        return records.stream().map(LogRecord::body).toList();
    }

    private ForwardConnection connection() {
        ForwardLimits limits = ForwardLimits.defaults();
        return new ForwardConnection(
                new ForwardConnection.Parts(
                        new ForwardCodec(limits),
                        sink,
                        new ReceiveEvents(new SimpleMeterRegistry(), budget),
                        new ForwardConnection.Limits(
                                Duration.ofSeconds(30), Duration.ofSeconds(60))),
                new FrameBuffer(limits, budget),
                new BatchAssembly(
                        new RecordDecoder(), Clock.systemUTC(), "127.0.0.1:5", "127.0.0.1"),
                answers);
    }
}
