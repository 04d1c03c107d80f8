package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.logdrive.agent.send.OutgoingChunk;
import io.logdrive.agent.shape.Redaction;
import io.logdrive.agent.shape.ShapeConfig;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.RecordDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventChunksTest {
    private static final UUID ORIGIN = UUID.randomUUID();
    private static final long FIRST = 7;

    /** What ingest takes (its {@code ForwardProtocol}). */
    private static final ForwardLimits INGEST =
            new ForwardLimits(
                    LineChunkEncoder.FRAME_BYTES_MAX,
                    LineChunkEncoder.FRAME_BYTES_MAX,
                    LineChunkEncoder.LINES_MAX,
                    32);

    private final AtomicInteger acknowledged = new AtomicInteger();

    private List<OutgoingChunk> chunks(
            Charset charset, ShapeConfig shape, boolean gzip, String text) {
        return chunks(charset, shape, gzip, text.getBytes(charset));
    }

    private List<OutgoingChunk> chunks(
            Charset charset, ShapeConfig shape, boolean gzip, byte[] bytes) {
        Cuts cuts = new Cuts();
        new LineCutter(LineEnds.of(charset), 16 << 20).cut(bytes, bytes.length, false, true, cuts);
        Leaving leaving = new Leaving(LineAttributes.NONE, shape);
        EventStream stream = EventStream.of(ORIGIN, cut(charset), leaving, "test");
        return new EventChunks(() -> 1_000_000L, () -> gzip)
                .of(stream, bytes, cuts, FIRST, acknowledged::incrementAndGet);
    }

    private static CutConfig cut(Charset charset) {
        return new CutConfig(
                charset,
                CutConfig.LINE_BYTES_DEFAULT,
                null,
                CutConfig.EVENT_LINES_DEFAULT,
                CutConfig.IDLE_DEFAULT,
                false);
    }

    private static ForwardMessage.Events frame(OutgoingChunk chunk) {
        return (ForwardMessage.Events)
                new ForwardCodec(INGEST).decode(chunk.frame(), 0, chunk.length());
    }

    /** The texts of all, which ingest would take and which follow on one another. */
    private static List<String> texts(List<OutgoingChunk> chunks) {
        List<String> texts = new ArrayList<>();
        long next = FIRST;
        for (OutgoingChunk chunk : chunks) {
            ForwardMessage.Events frame = frame(chunk);
            ChunkName.Sequence name =
                    Objects.requireNonNull(ChunkName.parse(Objects.requireNonNull(frame.chunk())));
            assertThat(chunk.name()).isEqualTo(frame.chunk());
            assertThat(name).isEqualTo(new ChunkName.Sequence(ORIGIN, next));
            new RecordDecoder().decodeForeign(frame.entries(), 0, r -> texts.add(r.body()));
            next += frame.entries().count() + frame.marks().filtered().total();
        }
        return texts;
    }

    private static List<String> lines(String line, int count, int times) {
        return Collections.nCopies(count, line.repeat(times));
    }

    @Test
    void eventsOfAStretchAreOneChunk() {
        List<OutgoingChunk> chunks = chunks(UTF_8, ShapeConfig.NONE, false, "one\ntwö\n");

        assertThat(chunks).hasSize(1);
        assertThat(texts(chunks)).containsExactly("one", "twö");
        chunks.get(0).acknowledged().run();
        assertThat(acknowledged).hasValue(1);
    }

    @Test
    void textsThatDoubleAreSplitIntoChunksThatIngestTakes() {
        List<String> lines = lines("é", 5, 1 << 20);

        List<OutgoingChunk> chunks =
                chunks(ISO_8859_1, ShapeConfig.NONE, false, String.join("\n", lines));

        assertThat(chunks).hasSize(2);
        assertThat(texts(chunks)).isEqualTo(lines);
        assertThat(chunks).allMatch(c -> frame(c).marks().truncated().isEmpty());
    }

    @Test
    void stretchIsAcknowledgedWhenAllItsChunksAreInWhicheverOrder() {
        List<OutgoingChunk> chunks =
                chunks(
                        ISO_8859_1,
                        ShapeConfig.NONE,
                        false,
                        String.join("\n", lines("é", 3, 3 << 20)));

        assertThat(chunks).hasSize(3);
        chunks.get(2).acknowledged().run();
        chunks.get(0).acknowledged().run();
        assertThat(acknowledged).hasValue(0);
        chunks.get(1).acknowledged().run();
        assertThat(acknowledged).hasValue(1);
    }

    @Test
    void eventThatNoFrameTakesIsCutBetweenTwoCharactersAndMarked() {
        String giant = "é".repeat(5 << 20);

        List<OutgoingChunk> chunks =
                chunks(ISO_8859_1, ShapeConfig.NONE, false, "a\nb" + giant + "\nc");

        List<String> texts = texts(chunks);
        assertThat(chunks).hasSize(3);
        assertThat(texts).hasSize(3).startsWith("a").endsWith("c");
        assertThat(chunks.get(1).length())
                .isLessThanOrEqualTo(LineChunkEncoder.FRAME_BYTES_MAX)
                .isGreaterThan(LineChunkEncoder.FRAME_BYTES_MAX - 1_000);
        assertThat("b" + giant).startsWith(texts.get(1));
        assertThat(frame(chunks.get(1)).marks().truncated().get(0)).isTrue();
        assertThat(frame(chunks.get(0)).marks().truncated().get(0)).isFalse();
    }

    @Test
    void redactionsThatGrowAreSplitAndFilteredSequencesStay() {
        ShapeConfig shape =
                new ShapeConfig(
                        List.of(), List.of(Pattern.compile("^drop")), List.of(Redaction.of("x")));
        String text = "x".repeat(400_000);

        List<OutgoingChunk> chunks =
                chunks(UTF_8, shape, false, "drop\n" + (text + "\ndrop\n").repeat(5));

        String redacted = "[redacted]".repeat(400_000);
        assertThat(chunks).hasSize(3);
        assertThat(texts(chunks)).containsExactly(redacted, redacted, redacted, redacted, redacted);
        assertThat(chunks.stream().mapToInt(c -> frame(c).marks().filtered().total()).sum())
                .isEqualTo(6);
    }

    @Test
    void compressedChunksHoldTheSameLines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            lines.add("2026-11-22T10:00:00Z INFO order " + i + " was shipped to é");
        }
        String text = String.join("\n", lines);

        List<OutgoingChunk> plain = chunks(UTF_8, ShapeConfig.NONE, false, text);
        List<OutgoingChunk> gzip = chunks(UTF_8, ShapeConfig.NONE, true, text);

        assertThat(texts(gzip)).isEqualTo(texts(plain)).isEqualTo(lines);
        assertThat(frame(gzip.get(0)).mode())
                .isEqualTo(ForwardMessage.Mode.COMPRESSED_PACKED_FORWARD);
        assertThat(gzip.get(0).name()).isEqualTo(plain.get(0).name());
        assertThat(gzip.get(0).length()).isLessThan(plain.get(0).length() / 4);
    }

    @Test
    void whatDoesNotShrinkGoesAsItIs() {
        byte[] noise = new byte[8_300_000];
        new Random(5).nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = noise[i] == '\n' ? 0 : noise[i];
        }

        List<OutgoingChunk> one = chunks(UTF_8, ShapeConfig.NONE, true, "a");
        List<OutgoingChunk> large = chunks(UTF_8, ShapeConfig.NONE, true, noise);

        assertThat(texts(one)).containsExactly("a");
        assertThat(frame(one.get(0)).mode()).isEqualTo(ForwardMessage.Mode.PACKED_FORWARD);
        assertThat(large).hasSize(1);
        assertThat(frame(large.get(0)).mode()).isEqualTo(ForwardMessage.Mode.PACKED_FORWARD);
    }
}
