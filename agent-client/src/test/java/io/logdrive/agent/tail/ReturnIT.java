package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that go out of sight and come back, or do not. Confined to the test's thread. */
@Timeout(60)
class ReturnIT {
    private static final String LONG = "first of a long file " + "x".repeat(1_200);

    @TempDir Path folder;
    private final RecordingSink sink = new RecordingSink(true);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Tailer> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Tailer::close);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void write(String name, String text) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Tailer start(String exclude, ChunkSink to, String... globs) {
        CutConfig cut = new CutConfig(UTF_8, 2_048, null, 100, Duration.ofMillis(200));
        List<PathPattern> include = new ArrayList<>();
        for (String glob : globs) {
            include.add(PathPattern.of(folder + "/" + glob));
        }
        TailConfig config =
                new TailConfig(
                        List.of(
                                new InputConfig(
                                        include,
                                        List.of(PathPattern.of(folder + "/" + exclude)),
                                        false,
                                        cut,
                                        Leaving.PLAIN)),
                        file("checkpoint"),
                        false,
                        2,
                        Duration.ofMillis(100),
                        Duration.ofMillis(300));
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

    private void awaitLog(String begin) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log).anyMatch(l -> l.startsWith(begin)));
    }

    @Test
    void aFolderThatCannotBeListedForAWhileEndsNoFile() throws Exception {
        write("share/a.log", "a1\n");
        write("other/b.log", "b1\n");
        start("none", sink, "share/*.log", "other/*.log");
        await("a1", "b1");

        // Whoever is root may list everything; nobody gets through a link to itself.
        Files.move(file("share"), file("away"));
        Files.createSymbolicLink(file("share"), file("share"));
        Files.delete(file("other/b.log"));
        awaitLog("file-ended path=" + file("other/b.log"));
        Files.delete(file("share"));
        Files.move(file("away"), file("share"));
        write("share/a.log", "a2\n");

        await("a1", "a2", "b1");
        assertThat(log).noneMatch(l -> l.startsWith("file-ended path=" + file("share/a.log")));
    }

    @Test
    void aFileThatWasOutOfSightIsResumedWhereItWas() throws Exception {
        write("logs/a.log", LONG + "\n");
        Tailer first = start("none", sink, "logs/*.log");
        await(LONG);
        Files.move(file("logs/a.log"), file("a.log"));
        awaitLog("file-ended path=" + file("logs/a.log"));

        Files.move(file("a.log"), file("logs/a.log"));
        write("logs/a.log", "second\n");

        await(LONG, "second");
        Files.move(file("logs/a.log"), file("a.log"));
        Awaitility.await()
                .until(() -> log.stream().filter(l -> l.startsWith("file-ended ")).count() == 2);
        end(first);
        start("none", sink, "logs/*.log");
        write("logs/b.log", "of another\n");
        await(LONG, "second", "of another");
        Files.move(file("a.log"), file("logs/a.log"));
        write("logs/a.log", "third\n");

        await(LONG, "second", "of another", "third");
    }

    @Test
    void aPlainCopyWhoseOriginalIsGoneIsNotReadAgain() throws Exception {
        write("logs/app.log", LONG + "\n");
        Tailer first = start("none", sink, "logs/app.log*");
        await(LONG);
        Files.copy(file("logs/app.log"), file("logs/app.log.bak"));
        Files.delete(file("logs/app.log"));
        awaitLog("file-ended path=" + file("logs/app.log"));
        end(first);

        start("none", sink, "logs/app.log*", "logs/b");
        write("logs/b", "of another\n");

        await(LONG, "of another");
        awaitLog("file-resumed path=" + file("logs/app.log.bak"));
    }

    @Test
    void whatNoPatternWantsAnyMoreIsNotReadAlthoughItIsInTheCheckpoint() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        write("logs/a.log", LONG + "\n");
        Tailer first = start("none", silent, "logs/*.log");
        Awaitility.await().until(() -> silent.chunks().size() == 1);
        end(first);

        Tailer second = start("logs/a.*", sink, "logs/*.log");
        write("logs/b.log", "of another\n");

        await("of another");
        assertThat(second.state().left()).isEqualTo(1);
        end(second);
        start("none", sink, "logs/*.log");
        await("of another", LONG);
        assertThat(sink.bySequence()).containsAllEntriesOf(silent.bySequence());
    }

    @Test
    void theRestOfWhatWasRotatedToWhereNoPatternLooksIsReadAfterRestarts() throws Exception {
        RecordingSink silent = new RecordingSink(false);
        write("logs/a.log", LONG + "\nsecond\n");
        Tailer first = start("none", silent, "logs/a.log");
        Awaitility.await().until(() -> silent.chunks().size() == 1);
        // Copied and truncated: what is left of it is in the copy.
        Files.copy(file("logs/a.log"), file("logs/a.log.1"));
        Files.write(file("logs/a.log"), new byte[0]);
        awaitLog("file-replaced path=" + file("logs/a.log"));
        end(first);
        Tailer second = start("none", silent, "logs/a.log");
        Awaitility.await().until(() -> silent.chunks().size() == 2);
        end(second);

        start("none", sink, "logs/a.log");

        await(LONG, "second");
        assertThat(sink.bySequence()).isEqualTo(silent.bySequence());
    }

    @Test
    void archivesAreRefusedByTheirBeginningAndOnlyOnce() throws Exception {
        Path archive = file("app.log.1.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write("of something else, and more\n".repeat(100).getBytes(UTF_8));
        }
        // What begins differently is not inflated: this one is not even whole.
        Path damaged = file("app.log.2.gz");
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 8));
        write("app.log", LONG + "\n");
        FileMark gone;
        try (PlainContent content = PlainContent.open(file("app.log"))) {
            gone =
                    new FileMark(
                            UUID.randomUUID(),
                            new FileId(0, 0),
                            file("app.log"),
                            Fingerprint.of(content),
                            Mark.start(0),
                            List.of());
        }
        Files.delete(file("app.log"));
        Refusals refusals = new Refusals();

        assertThat(Siblings.find(gone, id -> false, refusals)).isNull();

        assertThat(refusals.contains(gone.origin(), FileId.of(archive), archive)).isTrue();
        assertThat(refusals.contains(gone.origin(), FileId.of(damaged), damaged)).isTrue();
        Files.write(archive, new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(refusals.contains(gone.origin(), FileId.of(archive), archive)).isFalse();
    }
}
