package io.logdrive.destination.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.ForwardClient;
import io.logdrive.destination.TestRecords;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
    private final BufferBudget budget = new BufferBudget(1 << 20);
    private final FrameBuffer buffer = new FrameBuffer(ForwardLimits.defaults(), budget);
    private final List<byte[]> found = new ArrayList<>();

    @Test
    void findsFramesHoweverTheyAreCut() {
        List<byte[]> frames = List.of(frame(1), new byte[] {(byte) 0xc0}, frame(50), frame(3));
        byte[] stream = joined(frames);

        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            found.clear();
            int next = 0;
            while (next < stream.length) {
                int count = Math.min(stream.length - next, 1 + random.nextInt(700));
                read(ByteBuffer.wrap(stream, next, count));
                next += count;
            }
            assertThat(found).as("seed %d", seed).hasSize(frames.size());
            for (int i = 0; i < frames.size(); i++) {
                assertThat(found.get(i)).as("seed %d", seed).isEqualTo(frames.get(i));
            }
        }
    }

    @Test
    void copiesNothingWhenAFrameComesWhole() {
        byte[] frame = frame(3);
        ByteBuffer read = ByteBuffer.wrap(joined(List.of(new byte[] {(byte) 0xc0}, frame)));
        List<Integer> offsets = new ArrayList<>();

        while (read.hasRemaining()) {
            buffer.next(
                    read,
                    (bytes, offset, length) -> {
                        assertThat(bytes).isSameAs(read.array());
                        offsets.add(offset);
                    });
        }

        assertThat(offsets).containsExactly(0, 1);
        assertThat(budget.used()).isZero();
    }

    @Test
    void givesLargeMemoryBackAfterTheFrameAndAllOfItOnRelease() {
        byte[] large = frame(3_000);
        assertThat(large.length).isGreaterThan(64 << 10);

        read(ByteBuffer.wrap(large, 0, large.length - 1));
        assertThat(budget.used()).isGreaterThanOrEqualTo(large.length - 1L);
        assertThat(buffer.isWithinFrame()).isTrue();
        read(ByteBuffer.wrap(large, large.length - 1, 1));

        assertThat(found).hasSize(1);
        assertThat(budget.used()).isZero();
        read(ByteBuffer.wrap(large, 0, 100));
        assertThat(budget.used()).isPositive();
        buffer.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void refusesAFrameForWhichAllConnectionsTogetherHaveNoRoom() {
        BufferBudget small = new BufferBudget(10_000);
        FrameBuffer first = new FrameBuffer(ForwardLimits.defaults(), small);
        FrameBuffer second = new FrameBuffer(ForwardLimits.defaults(), small);
        byte[] large = frame(1_000);
        ByteBuffer half = ByteBuffer.wrap(large, 0, 8_000);
        first.next(half, this::take);

        assertThatThrownBy(() -> second.next(ByteBuffer.wrap(large, 0, 3_000), this::take))
                .isInstanceOf(CloseException.class)
                .hasMessage(
                        "unfinished frames: expected room for 4096 bytes, found 8000 in use by all"
                                + " connections");
        assertThat(small.used()).isEqualTo(8_000);
    }

    @Test
    void allocatesNothingForALengthThatIsOnlyClaimed() {
        // An array of two: a tag, then a binary that claims 2^31 - 1 bytes.
        byte[] claim = {(byte) 0x93, (byte) 0xa1, 't', (byte) 0xc6, 0x7f, -1, -1, -1};

        assertThatThrownBy(() -> read(ByteBuffer.wrap(claim))).isInstanceOf(ForwardException.class);
        assertThat(budget.used()).isZero();
    }

    private void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            buffer.next(bytes, this::take);
        }
    }

    private void take(byte[] bytes, int offset, int length) {
        found.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private static byte[] frame(int records) {
        return ForwardClient.frame(
                "c" + records, List.of(), List.of(), TestRecords.records(0, records));
    }

    private static byte[] joined(List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
