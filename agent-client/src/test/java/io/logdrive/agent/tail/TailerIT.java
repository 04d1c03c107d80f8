package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.logdrive.agent.position.PositionException;
import io.logdrive.agent.shape.Redaction;
import io.logdrive.agent.shape.ShapeConfig;
import io.logdrive.wire.LineAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are really written, and a sink that stands for the server. */
@Timeout(60)
class TailerIT {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final CutConfig LINES =
            new CutConfig(UTF_8, 2_048, null, 100, Duration.ofMillis(200));
    private static final CutConfig JAVA =
            new CutConfig(UTF_8, 2_048, EventStart.ofJava(), 100, Duration.ofMillis(200));

    @TempDir Path folder;
    private final RecordingSink sink = new RecordingSink(true);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Tailer> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Tailer::close);
    }

    private Path file(String name) {
        return folder.resolve("logs").resolve(name);
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.write(file(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private TailConfig config(CutConfig cut, boolean fromEnd, boolean once) {
        return config(cut, fromEnd, once, Leaving.PLAIN);
    }

    private TailConfig config(CutConfig cut, boolean fromEnd, boolean once, Leaving leaving) {
        PathPattern all = PathPattern.of(folder + "/logs/*.log");
        return new TailConfig(
                List.of(new InputConfig(List.of(all), List.of(), fromEnd, cut, leaving)),
                folder.resolve("checkpoint"),
                once,
                2,
                NEVER,
                Duration.ofMillis(200));
    }

    private Tailer start(TailConfig config, ChunkSink to) {
        Tailer tailer = new Tailer(config, to, new TailEvents(log::add), () -> 1_000_000L);
        started.add(tailer);
        tailer.start();
        return tailer;
    }

    private void end(Tailer tailer) {
        started.remove(tailer);
        tailer.close();
        assertThat(tailer.fault()).isNull();
    }

    private void await(String... texts) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sink.texts()).containsExactlyInAnyOrder(texts));
    }

    private void once(CutConfig cut) throws InterruptedException {
        Tailer tailer = start(config(cut, false, true), sink);
        assertThat(tailer.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
        end(tailer);
    }

    @Test
    void readsWhatIsThereAndWhatComes() throws Exception {
        write("a.log", "one\ntwo\nth");
        start(config(LINES, false, false), sink);

        await("one", "two");
        write("a.log", "ree\n");
        await("one", "two", "three");
    }

    @Test
    void filesThatComeLaterAreFoundWithoutAScan() throws Exception {
        write("a.log", "one\n");
        start(config(LINES, true, false), sink);
        Awaitility.await().until(() -> !log.isEmpty());

        write("b.log", "two\n");
        Files.createFile(file("c.log"));
        await("two");
        write("c.log", "three\n");
        await("two", "three");
    }

    @Test
    void onceReadsToTheEndAndEnds() throws Exception {
        write("a.log", "one\nlast without newline");
        write("b.log", "two\n");

        once(LINES);

        await("one", "last without newline", "two");
        int chunks = sink.chunks().size();
        once(LINES);
        assertThat(sink.chunks()).hasSize(chunks);
    }

    @Test
    void onceEndsThoughAFileKeepsGrowingAndOthersCome() throws Exception {
        write("a.log", "one\ntwo\n");
        Files.createDirectories(folder.resolve("logs"));
        AtomicInteger count = new AtomicInteger();
        ChunkSink growing =
                chunk -> {
                    try {
                        // As much again as was read: there is always more.
                        write("a.log", "more " + count.incrementAndGet() + "\n");
                        write("b" + count.get() + ".log", "other\n");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return sink.put(chunk);
                };
        Tailer tailer = start(config(LINES, false, true), growing);

        assertThat(tailer.await(TimeUnit.SECONDS.toNanos(20))).isTrue();

        end(tailer);
        assertThat(sink.texts()).startsWith("one", "two").doesNotContain("other");
    }

    @Test
    void fromTheEndIsForFilesThatAreThereAtTheFirstStart() throws Exception {
        write("a.log", "old\n");
        Tailer first = start(config(LINES, true, false), sink);
        Awaitility.await().until(() -> !log.isEmpty());
        write("a.log", "new\n");
        await("new");
        end(first);
        write("a.log", "while away\n");
        write("b.log", "of another\n");

        start(config(LINES, true, false), sink);

        await("new", "while away", "of another");
    }

    @Test
    void anEventOfSeveralLinesWaitsForItsEndButNotForEver() throws Exception {
        String trace = "2026-11-22 08:10:38 ERROR failed\njava.lang.Error\n\tat a.B.c(B.java:1)";
        write("a.log", trace + "\n");
        start(config(JAVA, false, false), sink);

        await(trace);
        write("a.log", "\tat late.Line.of(It.java:2)\n");
        await(trace, "\tat late.Line.of(It.java:2)");
    }

    @Test
    void whatWasEndedByTimeHasTheSameSequencesAfterARestart() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        write("a.log", "2026-11-22 08:10:38 ERROR failed\n");
        Tailer first = start(config(JAVA, false, false), silent);
        Awaitility.await().until(() -> silent.chunks().size() == 1);
        write("a.log", "\tat a.B.c(B.java:1)\n");
        Awaitility.await().until(() -> silent.chunks().size() == 2);
        end(first);

        start(config(JAVA, false, false), sink);

        Awaitility.await().until(() -> sink.bySequence().size() == 2);
        assertThat(sink.bySequence()).isEqualTo(silent.bySequence());
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainUnderTheSameNames() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        write("a.log", "one\ntwo\n");
        Tailer first = start(config(LINES, false, false), silent);
        Awaitility.await().until(() -> silent.chunks().size() == 1);
        end(first);
        write("a.log", "three\n");

        start(config(LINES, false, false), sink);

        await("one", "two", "three");
        assertThat(sink.bySequence()).containsAllEntriesOf(silent.bySequence());
        assertThat(sink.chunks().get(0).name()).isEqualTo(silent.chunks().get(0).name());
    }

    @Test
    void aRenamedFileIsReadToItsEndAndTheNewOneFromItsBeginning() throws Exception {
        write("a.log", "one\n");
        start(config(LINES, false, false), sink);
        await("one");

        Files.move(file("a.log"), file("a.log.1"));
        write("a.log.1", "two\nthree");
        write("a.log", "four\n");

        await("one", "two", "three", "four");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(log).anyMatch(l -> l.startsWith("file-ended path=")));
    }

    @Test
    void aDeletedFileIsReadToItsEnd() throws Exception {
        write("a.log", "one\n");
        start(config(LINES, false, false), sink);
        await("one");

        write("a.log", "two");
        Files.delete(file("a.log"));

        await("one", "two");
    }

    @Test
    void truncationWithoutACopySaysWhatIsLost() throws Exception {
        write("a.log", "one\ntwo\nthr");
        start(config(LINES, false, false), sink);
        await("one", "two");

        Files.write(file("a.log"), "new\n".getBytes(UTF_8));

        await("one", "two", "new");
        assertThat(log)
                .anyMatch(
                        l ->
                                l.equals(
                                        "file-truncated path="
                                                + file("a.log")
                                                + " read-bytes=8 unread-bytes=3 lost=they were in"
                                                + " the file only"));
    }

    @Test
    void aFileThatBeginsLikeAnotherIsReadOnceItIsNoCopyAnyMore() throws Exception {
        write("app.log", "starting\nelse\n");
        write("app.log.old.log", "starting\n");
        write("app-error.log", "starting\n");
        start(config(LINES, false, false), sink);
        await("starting", "else", "starting");

        write("app.log.old.log", "failed\n");
        write("wakes the watch", "");

        await("starting", "else", "starting", "starting", "failed");
    }

    @Test
    void characterSetsBecomeUtf8() throws Exception {
        for (Charset charset : List.of(UTF_16LE, ISO_8859_1)) {
            String mark = charset.equals(UTF_16LE) ? "\ufeff" : "";
            write(charset + ".log", (mark + "gr\u00fcn\r\nrot\n").getBytes(charset));
            CutConfig cut = new CutConfig(charset, 2_048, null, 1, Duration.ofSeconds(1));
            PathPattern one = PathPattern.of(file(charset + ".log").toString());
            TailConfig config =
                    TailConfig.of(
                            List.of(
                                    new InputConfig(
                                            List.of(one), List.of(), false, cut, Leaving.PLAIN)),
                            folder.resolve("checkpoint-" + charset),
                            true);
            Tailer tailer = start(config, sink);
            assertThat(tailer.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
        }

        await("gr\u00fcn", "rot", "gr\u00fcn", "rot");
    }

    @Test
    void aDamagedCheckpointIsRefusedAndSaysWhatToDo() throws Exception {
        Files.writeString(folder.resolve("checkpoint"), "logdrive-agent-checkpoint 1\nhalf");

        assertThatThrownBy(() -> start(config(LINES, false, true), sink))
                .isInstanceOf(PositionException.class)
                .hasMessage(
                        "checkpoint: expected one that an agent wrote, found "
                                + folder.resolve("checkpoint")
                                + " damaged: expected \"logdrive-agent-checkpoint 3\" and a"
                                + " checksum at the end, found other text. Put back a copy of it;"
                                + " without it all files are read from their beginning, and what"
                                + " is stored already is stored once more");
    }

    @Test
    void manySmallFilesAndALargeOneAreEachReadWhole() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            write(i + ".log", i + " is short\n");
            expected.put(i + " is short", "");
        }
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            large.append("line ").append(i).append(" of the large one\n");
        }
        write("large.log", large.toString());

        once(LINES);

        assertThat(sink.texts()).hasSize(50_200).doesNotHaveDuplicates();
        assertThat(sink.texts()).containsAll(expected.keySet());
    }

    @Test
    void whatIsDroppedKeepsItsSequenceAndTheRestIsRedacted() throws Exception {
        write("a.log", "DEBUG a\nINFO by a@b.example\nDEBUG c\nDEBUG d\n");
        ShapeConfig shape =
                new ShapeConfig(
                        List.of(),
                        List.of(Pattern.compile("^DEBUG")),
                        List.of(Redaction.of("email")));
        Tailer tailer =
                start(config(LINES, false, true, new Leaving(LineAttributes.NONE, shape)), sink);

        assertThat(tailer.await(TimeUnit.SECONDS.toNanos(20))).isTrue();

        await("INFO by [email]");
        assertThat(sink.filtered()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aContainersLogIsReadOnceUnderItsLinkAndItsOwnPath(boolean alsoByItself) throws Exception {
        String time = "2026-11-22T08:00:01.669794202Z";
        Path pod = Files.createDirectories(folder.resolve("pods/shop_cart-x_5b1f/web"));
        Path links = Files.createDirectories(folder.resolve("containers"));
        Path link = links.resolve("cart-x_shop_web-" + "0123456789abcdef".repeat(4) + ".log");
        Path log0 = pod.resolve("0.log");
        Files.writeString(log0, time + " stdout P on\n" + time + " stdout F e\n");
        Files.createSymbolicLink(link, log0);
        CutConfig cut = new CutConfig(UTF_8, 2_048, null, 1, Duration.ofMillis(200), true);
        List<PathPattern> both =
                List.of(
                        PathPattern.of(links + "/*.log"),
                        PathPattern.of(folder + (alsoByItself ? "/pods/*/*/*.log" : "/none")));
        InputConfig input = new InputConfig(both, List.of(), false, cut, Leaving.PLAIN);
        TailConfig config =
                new TailConfig(
                        List.of(input),
                        folder.resolve("checkpoint"),
                        false,
                        2,
                        NEVER,
                        Duration.ofMillis(200));
        String one = "{\"time\":\"" + time + "\",\"stream\":\"stdout\",\"message\":\"one\"}";
        Tailer first = start(config, sink);
        await(one);
        end(first);

        // As kubelet rotates, while nobody looks.
        Files.writeString(log0, time + " stdout F {\"a\":1}\n", StandardOpenOption.APPEND);
        Files.move(log0, pod.resolve("0.log.20261122-081530"));
        Files.writeString(log0, time + " stdout F two\n");
        start(config, sink);

        await(one, "{\"a\":1}", one.replace("one", "two"));
        assertThat(sink.attributes())
                .extracting(attributes -> attributes.fields().get("kubernetes.pod"))
                .containsOnly("cart-x");
        assertThat(sink.attributes()).extracting(LineAttributes::service).containsOnly("web");
    }

    @Test
    void overlongLinesAreCutAtTheLimit() throws Exception {
        write("a.log", "x".repeat(500_000) + "\nnext\n" + "y".repeat(2_048) + "\r\n");

        once(LINES);

        await("x".repeat(2_048), "next", "y".repeat(2_048));
    }
}
