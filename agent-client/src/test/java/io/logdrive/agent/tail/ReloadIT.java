package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.logdrive.agent.shape.ShapeConfig;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that change, how fast they may be read, and what is to be seen of it. Confined. */
@Timeout(60)
class ReloadIT {
    @TempDir Path folder;
    private final RecordingSink sink = new RecordingSink(true);
    private TailFixture agents;

    @BeforeEach
    void open() {
        agents = new TailFixture(folder);
    }

    @AfterEach
    void close() {
        agents.close();
    }

    private void await(String... texts) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sink.texts()).containsExactlyInAnyOrder(texts));
    }

    /** Each sequence of an origin once, from 0 on. */
    private void assertSequencesGoOn(int count) {
        assertThat(sink.bySequence().keySet())
                .extracting(key -> Integer.parseInt(key.substring(key.indexOf(':') + 1)))
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void linesBecomeEventsOfSeveralAndSequencesGoOn() throws Exception {
        agents.write("a.log", "#1\nx\n");
        Tailer tailer = agents.start("checkpoint", sink, agents.input("*.log"));
        await("#1", "x");

        TailFixture.reload(tailer, agents.input("*.log", TailFixture.HASH, ShapeConfig.NONE, 0));
        agents.write("a.log", "#2\ny\n");
        await("#1", "x", "#2\ny");
        TailFixture.reload(tailer, agents.input("*.log"));
        agents.write("a.log", "#3\nz\n");

        await("#1", "x", "#2\ny", "#3", "z");
        assertSequencesGoOn(5);
        assertThat(agents.log()).filteredOn(l -> l.startsWith("file-")).hasSize(1);
        assertThat(agents.log()).contains("inputs-reloading inputs=1");
    }

    @Test
    void anEventThatWaitsForMoreLinesIsReadByTheNewRules() throws Exception {
        EventStart start = TailFixture.HASH;
        CutConfig patient = new CutConfig(UTF_8, 2_048, start, 100, Duration.ofDays(1));
        InputConfig waiting =
                new InputConfig(
                        agents.input("*.log").include(), List.of(), false, patient, Leaving.PLAIN);
        agents.write("a.log", "#1\nx\n#2\ny\n");
        Tailer tailer = agents.start("checkpoint", sink, waiting);
        await("#1\nx");

        TailFixture.reload(tailer, agents.input("*.log"));

        await("#1\nx", "#2", "y");
        assertSequencesGoOn(3);
    }

    @Test
    void otherRulesHoldForWhatComesBehind() throws Exception {
        agents.write("a.log", "DEBUG a\n");
        Tailer tailer = agents.start("checkpoint", sink, agents.input("*.log"));
        await("DEBUG a");
        ShapeConfig noDebug =
                new ShapeConfig(List.of(), List.of(Pattern.compile("^DEBUG")), List.of());

        TailFixture.reload(tailer, agents.input("*.log", null, noDebug, 0));
        agents.write("a.log", "DEBUG b\nINFO c\n");

        await("DEBUG a", "INFO c");
        Awaitility.await().until(() -> sink.filtered() == 1);
    }

    @Test
    void patternsComeAndGoAndComeAgainWhereTheyWere() throws Exception {
        agents.write("a.log", "a1\n");
        agents.write("b.txt", "b1\n");
        Tailer tailer = agents.start("checkpoint", sink, agents.input("*.log"));
        await("a1");

        TailFixture.reload(tailer, agents.input("*.txt"));
        await("a1", "b1");
        agents.write("a.log", "a2\n");
        agents.write("b.txt", "b2\n");
        await("a1", "b1", "b2");
        assertThat(agents.log()).contains("file-left path=" + agents.file("a.log") + " at=3");
        TailFixture.reload(tailer, agents.input("*.txt"), agents.input("*.log"));

        await("a1", "b1", "b2", "a2");
        assertThat(agents.log())
                .anyMatch(l -> l.startsWith("file-resumed path=" + agents.file("a.log")));
    }

    @Test
    void aFileThatNobodyWantsAnyMoreStaysKnownOverARestart() throws Exception {
        agents.write("a.log", "a1\n");
        Tailer tailer = agents.start("checkpoint", sink, agents.input("*.log"));
        await("a1");
        TailFixture.reload(tailer, agents.input("*.txt"));
        agents.end(tailer);
        agents.write("a.log", "a2\n");
        Tailer second = agents.start("checkpoint", sink, agents.input("*.txt"));
        agents.write("b.txt", "b1\n");
        await("a1", "b1");

        TailFixture.reload(second, agents.input("*.log"));

        await("a1", "b1", "a2");
    }

    @Test
    void aDeletedFileIsReadToItsEndUnderTheInputItHad() throws Exception {
        StringBuilder many = new StringBuilder();
        List<String> expected = new ArrayList<>(List.of("b1"));
        for (int i = 0; i < 30_000; i++) {
            many.append("line ").append(i).append(" of a deleted file\n");
            expected.add("line " + i + " of a deleted file");
        }
        agents.write("a.log", many.toString());
        GatedSink gate = new GatedSink(sink);
        Tailer tailer = agents.start("checkpoint", gate, agents.input("*.log"));
        Awaitility.await().until(() -> state(tailer).equals("reading"));
        Files.delete(agents.file("a.log"));
        agents.write("b.txt", "b1\n");

        CompletableFuture<Void> done = tailer.reconfigure(List.of(agents.input("*.txt")));
        // Whole seconds are not waited for: the file is in a reader's hand, and nothing may change.
        assertThat(done.isDone()).isFalse();
        gate.open();
        done.get(20, TimeUnit.SECONDS);

        Awaitility.await().untilAsserted(() -> assertThat(sink.texts()).hasSize(expected.size()));
        assertThat(sink.texts()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String state(Tailer tailer) {
        List<TailState.OfFile> files = tailer.state().files();
        return files.isEmpty() ? "" : files.get(0).state();
    }

    @Test
    void aReloadWaitsForTheServer() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        agents.write("a.log", "a1\na2\n");
        Tailer tailer = agents.start("checkpoint", silent, agents.input("*.log"));
        Awaitility.await().until(() -> silent.chunks().size() == 1);

        CompletableFuture<Void> done =
                tailer.reconfigure(
                        List.of(agents.input("*.log", TailFixture.HASH, ShapeConfig.NONE, 0)));
        agents.write("a.log", "#a3\na4\n#a5\n");
        Awaitility.await().until(() -> tailer.state().files().get(0).sizeBytes() > 6);
        assertThat(done.isDone()).isFalse();
        assertThat(tailer.state().reloading()).isTrue();
        assertThat(silent.chunks()).hasSize(1);
        silent.chunks().forEach(chunk -> chunk.acknowledged().run());

        done.get(20, TimeUnit.SECONDS);
        Awaitility.await().until(() -> silent.texts().contains("#a3\na4"));
        assertThat(silent.texts().subList(0, 3)).containsExactly("a1", "a2", "#a3\na4");
    }

    @Test
    void whoIsKilledBehindAReloadGoesOnWithTheSameSequences() throws Exception {
        InputConfig several = agents.input("*.log", TailFixture.HASH, ShapeConfig.NONE, 0);
        agents.write("a.log", "#1\nx\n");
        Tailer tailer = agents.start("checkpoint", sink, agents.input("*.log"));
        await("#1", "x");
        TailFixture.reload(tailer, several);
        Files.copy(agents.file("checkpoint"), agents.file("copied"));
        agents.write("a.log", "#2\ny\n#3\n");
        await("#1", "x", "#2\ny", "#3");

        RecordingSink second = new RecordingSink(true);
        agents.start("copied", second, several);

        Awaitility.await().until(() -> second.texts().contains("#3"));
        assertThat(sink.bySequence()).containsAllEntriesOf(second.bySequence());
        assertThat(second.texts()).containsExactly("#2\ny", "#3");
    }

    @Test
    void theLastOfSeveralReloadsHolds() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        agents.write("a.log", "a1\n");
        agents.write("b.txt", "b1\n");
        Tailer tailer = agents.start("checkpoint", silent, agents.input("*.log"));
        Awaitility.await().until(() -> silent.chunks().size() == 1);

        CompletableFuture<Void> first = tailer.reconfigure(List.of(agents.input("none")));
        CompletableFuture<Void> second = tailer.reconfigure(List.of(agents.input("*.txt")));
        silent.chunks().forEach(chunk -> chunk.acknowledged().run());

        second.get(20, TimeUnit.SECONDS);
        first.get(20, TimeUnit.SECONDS);
        Awaitility.await().until(() -> silent.texts().contains("b1"));
    }

    @Test
    void aReloadThatStillWaitsIsCancelledByTheEnd() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        agents.write("a.log", "a1\n");
        Tailer tailer = agents.start("checkpoint", silent, agents.input("*.log"));
        Awaitility.await().until(() -> silent.chunks().size() == 1);

        CompletableFuture<Void> done = tailer.reconfigure(List.of(agents.input("*.txt")));
        agents.end(tailer);

        assertThat(done).isCancelled();
    }

    @Test
    void anInputIsReadNoFasterThanItsRateAndLosesNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            agents.write("a.log", "a" + i + "\n");
            agents.write("b.log", "b" + i + "\n");
        }
        long began = System.nanoTime();
        agents.start("checkpoint", sink, agents.input("*.log", null, ShapeConfig.NONE, 20));

        Awaitility.await().until(() -> sink.texts().size() == 60);
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_900));
        assertThat(sink.texts()).doesNotHaveDuplicates();
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(agents.log())
                                        .anyMatch(
                                                l ->
                                                        l.startsWith(
                                                                "input-unlimited input=1"
                                                                        + " rate-max=20 ")));
        assertThat(agents.log()).contains("input-limited input=1 rate-max=20");
        assertThat(agents.events().heldNanos("1")).isPositive();
    }

    @Test
    void heldFilesAreSwappedToo() throws Exception {
        for (int i = 0; i < 200; i++) {
            agents.write("a.log", "a" + i + "\n");
        }
        Tailer tailer =
                agents.start("checkpoint", sink, agents.input("*.log", null, ShapeConfig.NONE, 1));
        Awaitility.await().until(() -> state(tailer).equals("held"));

        TailFixture.reload(tailer, agents.input("*.log"));

        Awaitility.await().until(() -> sink.texts().size() == 200);
        assertSequencesGoOn(200);
    }

    @Test
    void theStateSaysHowFarEachFileIsAndWhatEachThreadDoes() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        agents.write("a.log", "one\ntwo\nthr");
        Tailer tailer = agents.start("checkpoint", silent, agents.input("*.log"));
        Awaitility.await().until(() -> silent.chunks().size() == 1 && state(tailer).equals("idle"));

        TailState.OfFile file = tailer.state().files().get(0);
        assertThat(file.path()).isEqualTo(agents.file("a.log"));
        assertThat(file.input()).isEqualTo("1");
        assertThat(file.sizeBytes()).isEqualTo(11);
        assertThat(file.readBytes()).isEqualTo(8);
        assertThat(file.acknowledgedBytes()).isZero();
        assertThat(file.readEvents()).isEqualTo(2);
        assertThat(file.acknowledgedEvents()).isZero();
        assertThat(file.lagBytes()).isEqualTo(11);
        silent.chunks().forEach(chunk -> chunk.acknowledged().run());
        TailState acknowledged = tailer.state();
        assertThat(acknowledged.files().get(0).acknowledgedEvents()).isEqualTo(2);
        assertThat(acknowledged.files().get(0).lagBytes()).isEqualTo(3);
        assertThat(acknowledged.threads())
                .extracting(TailState.OfThread::name)
                .containsExactly("agent-tail", "agent-read-1", "agent-read-2");
        assertThat(acknowledged.threads())
                .allSatisfy(thread -> assertThat(thread.renewedMillisAgo()).isLessThan(5_000));
        assertThat(acknowledged.threads().stream().mapToLong(TailState.OfThread::events).sum())
                .isEqualTo(2);
    }

    @Test
    void howFarAFileIsBehindIsToldWhileItWaitsForTheServer() throws Exception {
        GatedSink away = new GatedSink(sink);
        agents.write("a.log", "one\n");
        Tailer tailer = agents.start("checkpoint", away, agents.input("*.log"));
        Awaitility.await().until(() -> state(tailer).equals("reading"));

        agents.write("a.log", "two\n");

        Awaitility.await().until(() -> tailer.state().files().get(0).lagBytes() == 8);
        away.open();
        await("one", "two");
    }

    @Test
    void howFarAFileIsBehindIsToldWhileItsInputIsLimited() throws Exception {
        agents.write("a.log", "one\n".repeat(10));
        Tailer tailer =
                agents.start("checkpoint", sink, agents.input("*.log", null, ShapeConfig.NONE, 1));
        Awaitility.await().until(() -> state(tailer).equals("held"));

        agents.write("a.log", "one\n".repeat(1_000));

        Awaitility.await().until(() -> tailer.state().files().get(0).sizeBytes() == 4_040);
    }

    @Test
    void aThreadThatHangsInAFileIsSeenAndOneThatWaitsForTheServerIsNotTakenForIt() {
        Worker worker = new Worker();
        worker.waits("sending /a");
        assertThat(worker.snapshot("w").renewedMillisAgo()).isZero();
        assertThat(worker.snapshot("w").state()).isEqualTo("sending /a");

        worker.is("reading /a");

        Awaitility.await().until(() -> worker.snapshot("w").renewedMillisAgo() > 0);
        assertThat(worker.snapshot("w").id()).isEqualTo(Thread.currentThread().getId());
    }

    @Test
    void aPipeIsReadNoFasterThanItsRate() throws Exception {
        byte[] lines = "line\n".repeat(50).getBytes(UTF_8);
        Pipe pipe = new Pipe(TailFixture.cut(null), Leaving.PLAIN, "app", sink, () -> 1_000_000L);
        pipe.limit(20, agents.events());
        long began = System.nanoTime();

        pipe.run(new ByteArrayInputStream(lines), (bytes, count) -> {});

        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_400));
        assertThat(pipe.events()).isEqualTo(50);
        assertThat(agents.log()).contains("input-limited input=app rate-max=20");
    }
}
