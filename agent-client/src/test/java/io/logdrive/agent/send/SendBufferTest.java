package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class SendBufferTest {
    private static final int FILL = 5;

    private final SendBuffer buffer = new SendBuffer(200);
    private final NumberedLines source = new NumberedLines(FILL);

    @Test
    void fillsNoMoreLinesThanAskedForAndNoMoreThanFit() {
        assertThat(buffer.fill(source, 3)).isEqualTo(3);
        assertThat(take(21)).isEqualTo("0xxxxx\n1xxxxx\n2xxxxx\n");
        buffer.written();

        assertThat(buffer.fill(source, Long.MAX_VALUE))
                .isEqualTo(buffer.lines())
                .isBetween(20L, 29L);
    }

    @Test
    void fillsNothingWhenNothingIsOwed() {
        assertThat(buffer.fill(source, 0)).isZero();
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void lineCountsWhenItsLastByteWasWritten() {
        buffer.fill(source, 3);

        take(6);
        assertThat(buffer.written()).isZero();
        assertThat(buffer.midLine()).isTrue();
        take(1);
        assertThat(buffer.written()).isEqualTo(1);
        assertThat(buffer.midLine()).isFalse();
        take(13);
        assertThat(buffer.written()).isEqualTo(1);
        assertThat(buffer.lines()).isEqualTo(1);
        take(1);
        assertThat(buffer.written()).isEqualTo(1);
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.lines()).isZero();
    }

    @Test
    void tornLineIsWrittenAgainFromItsStartAndWholeLinesAreNot() {
        buffer.fill(source, 3);
        take(10);
        buffer.written();

        buffer.rewind();

        assertThat(buffer.midLine()).isFalse();
        assertThat(buffer.lines()).isEqualTo(2);
        assertThat(take(14)).isEqualTo("1xxxxx\n2xxxxx\n");
    }

    @Test
    void refusesToOverwriteWhatIsNotWritten() {
        buffer.fill(source, 2);

        assertThatThrownBy(() -> buffer.fill(source, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("send buffer: expected it empty, found 2 lines");
    }

    @Test
    void whateverTheWritesAndCutsEachLineIsCountedOnceAndArrivesWhole() {
        SplittableRandom random = new SplittableRandom(42);
        long counted = 0;
        StringBuilder arrived = new StringBuilder();
        String session = "";

        while (counted < 10_000) {
            if (buffer.isEmpty()) {
                buffer.fill(source, 1 + random.nextInt(30));
            }
            session += take(1 + random.nextInt(buffer.view().remaining()));
            counted += buffer.written();
            if (random.nextInt(20) == 0) {
                // As the listener does at a reset: an unfinished line is discarded.
                arrived.append(session, 0, session.lastIndexOf('\n') + 1);
                session = "";
                buffer.rewind();
            }
        }
        arrived.append(session, 0, session.lastIndexOf('\n') + 1);

        String[] lines = arrived.toString().split("\n");
        assertThat(lines).hasSize((int) counted);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).isEqualTo(i + "x".repeat(FILL));
        }
    }

    private String take(int count) {
        ByteBuffer view = buffer.view();
        byte[] bytes = new byte[count];
        view.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
