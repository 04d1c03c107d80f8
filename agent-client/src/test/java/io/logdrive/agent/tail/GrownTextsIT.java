package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.agent.send.OutgoingChunk;
import io.logdrive.wire.LineChunkEncoder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files whose texts take more bytes when they leave than they have there. */
@Timeout(60)
class GrownTextsIT {
    private static final CutConfig LATIN =
            new CutConfig(ISO_8859_1, 4 << 20, null, 100, Duration.ofMillis(200));

    @TempDir Path folder;

    /** A long line that makes the reader take a wide slice, then short ones. */
    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("é".repeat(5 << 19));
        for (int i = 0; i < 2_000; i++) {
            lines.add(i + "é".repeat(1_000));
        }
        return lines;
    }

    private Tailer start(ChunkSink sink, boolean gzip) {
        PathPattern all = PathPattern.of(folder + "/*.log");
        InputConfig input = new InputConfig(List.of(all), List.of(), false, LATIN, Leaving.PLAIN);
        TailConfig config = TailConfig.of(List.of(input), folder.resolve("checkpoint"), true);
        Tailer tailer =
                new Tailer(config, sink, new TailEvents(said -> {}), () -> 1_000_000L, () -> gzip);
        tailer.start();
        return tailer;
    }

    private static List<String> names(RecordingSink sink) {
        return sink.chunks().stream().map(OutgoingChunk::name).toList();
    }

    @Test
    void markMovesBehindASliceWhenAllItsChunksAreAcknowledged() throws Exception {
        Files.write(folder.resolve("a.log"), lines(), ISO_8859_1);
        RecordingSink held = new RecordingSink(false);
        RecordingSink again = new RecordingSink(false);
        RecordingSink rest = new RecordingSink(true);

        try (Tailer tailer = start(held, false)) {
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(held.texts()).hasSize(2_001));
            // Of the two chunks of the first slice only the first.
            held.chunks().get(0).acknowledged().run();
            assertThat(tailer.fault()).isNull();
        }
        try (Tailer tailer = start(again, false)) {
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(again.texts()).hasSize(2_001));
            again.chunks().get(1).acknowledged().run();
            again.chunks().get(0).acknowledged().run();
            assertThat(tailer.fault()).isNull();
        }
        try (Tailer tailer = start(rest, false)) {
            assertThat(tailer.await(TimeUnit.SECONDS.toNanos(30))).isTrue();
        }

        assertThat(held.texts()).isEqualTo(lines());
        assertThat(names(again)).isEqualTo(names(held));
        assertThat(names(rest)).isEqualTo(names(held).subList(2, held.chunks().size()));
        assertThat(held.chunks())
                .allSatisfy(
                        chunk ->
                                assertThat(chunk.length())
                                        .isLessThanOrEqualTo(LineChunkEncoder.FRAME_BYTES_MAX));
    }

    @Test
    void compressedFilesArriveAsTheyAre() throws Exception {
        Files.write(folder.resolve("a.log"), lines(), ISO_8859_1);
        RecordingSink sink = new RecordingSink(true);

        try (Tailer tailer = start(sink, true)) {
            assertThat(tailer.await(TimeUnit.SECONDS.toNanos(30))).isTrue();
        }

        assertThat(sink.texts()).isEqualTo(lines());
        assertThat(sink.chunks().get(0).length()).isLessThan(100_000);
    }

    @Test
    void compressedPipesArriveAsTheyAre() throws Exception {
        RecordingSink sink = new RecordingSink(true);
        String text = String.join("\n", lines());
        Pipe pipe = new Pipe(LATIN, Leaving.PLAIN, "p", sink, () -> 1_000_000L, () -> true);

        pipe.run(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), (bytes, count) -> {});

        assertThat(sink.texts()).isEqualTo(lines());
        assertThat(pipe.events()).isEqualTo(2_001);
        assertThat(sink.chunks().stream().mapToInt(OutgoingChunk::length).sum())
                .isLessThan(500_000);
    }
}
