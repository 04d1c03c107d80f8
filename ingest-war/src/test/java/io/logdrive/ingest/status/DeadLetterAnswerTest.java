package io.logdrive.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.DeadLetter;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.BitSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterAnswerTest {
    private static final Origin ORIGIN =
            new Origin(new UUID(1, 2), OriginKind.AGENT, "127.0.0.1:1", "", "");
    private static final LineMarks MARKS =
            new LineMarks(new BitSet(), FilteredRuns.parse("0-3"), LineAttributes.NONE);

    private static DeadLetterAnswer answer(Chunk.Format format, byte... raw) {
        Chunk chunk = new Chunk(ORIGIN, 5, 6, 0, format, new byte[0], MARKS);
        return DeadLetterAnswer.whole(new DeadLetter("1", "why", 5, 0, chunk, raw.length, raw));
    }

    @Test
    void showsTheTextOfLinesHoweverTheyAreHeld() {
        byte[] texts = {0, 0, 0, 2, 0, 0, 0, 3, 'a', '\n', 'b', 0, 0, 0, 1, 'c'};

        assertThat(answer(Chunk.Format.LINES, (byte) 'a', (byte) '\n').text()).isEqualTo("a\n");
        assertThat(answer(Chunk.Format.TEXTS, texts).text()).isEqualTo("a\nb\nc\n");
        assertThat(answer(Chunk.Format.TEXTS, texts).format()).isEqualTo("texts");
        assertThat(answer(Chunk.Format.ENTRIES, texts).text()).isNull();
    }

    @Test
    void showsNoTextOfADamagedBody() {
        byte[] cut = {0, 0, 0, 2, 0, 0, 0, 3, 'a', '\n', 'b', 0, 0, 0};

        assertThat(answer(Chunk.Format.TEXTS, cut).text()).isNull();
        assertThat(answer(Chunk.Format.TEXTS, cut).raw()).isEqualTo("AAAAAgAAAANhCmIAAAA=");
    }

    @Test
    void saysHowManyOfItsLinesWereFiltered() {
        DeadLetterAnswer answer = answer(Chunk.Format.LINES, (byte) 'a', (byte) '\n');

        assertThat(answer.lines()).isEqualTo(6);
        assertThat(answer.filtered()).isEqualTo(4);
    }
}
