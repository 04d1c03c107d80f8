package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.tail.Copies.Verdict;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class CopiesTest {
    private static final int LARGE = 20 << 20;
    private static final Input INPUT =
            new Input(
                    "1",
                    new InputConfig(
                            List.of(),
                            List.of(),
                            false,
                            new CutConfig(UTF_8, 1_024, null, 1, Duration.ofSeconds(1)),
                            Leaving.PLAIN),
                    null);

    private final Copies copies = new Copies(new TailEvents(line -> {}));
    private int inodes;

    /** Bytes that follow a rule, but for one; counts what is read of them. Confined. */
    private static final class Made implements Content {
        private final int seed;
        private long size;
        private long other = -1;
        private long read;
        private boolean closed;

        Made(int seed, long size) {
            this.seed = seed;
            this.size = size;
        }

        Made with(long differing) {
            other = differing;
            return this;
        }

        @Override
        public int read(ByteBuffer into, long offset) {
            int count = (int) Math.max(0, Math.min(into.remaining(), size - offset));
            for (long at = offset; at < offset + count; at++) {
                into.put((byte) (at == other ? -1 : seed + at % 61));
            }
            read += count;
            return count;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private FileMark mark(String path, Content content) throws Exception {
        return new FileMark(
                UUID.randomUUID(),
                new FileId(1, ++inodes),
                Path.of(path),
                Fingerprint.of(content),
                Mark.start(0),
                List.of());
    }

    private TailedFile file(String path, Content content) throws Exception {
        return new TailedFile(mark(path, content), INPUT, content);
    }

    private Copies.Stranger stranger(String path, Content content) throws Exception {
        return new Copies.Stranger(mark(path, content), INPUT, content);
    }

    @Test
    void aShortCopyIsToldByTheNameTheFileHadWhenItWasMade() throws Exception {
        Made old = new Made(1, 500);
        TailedFile file = file("/logs/app.log", old);
        // Copied to app.log.1, truncated, and renamed: the copy became app.log.2.
        old.size = 0;
        file.is(file.id(), Path.of("/logs/app.log.1"));

        Verdict copy = copies.begin(stranger("/logs/app.log.2", new Made(1, 500)), List.of(file));
        Verdict fresh = copies.begin(stranger("/logs/app.log", new Made(1, 500)), List.of(file));

        assertThat(copy).isEqualTo(Verdict.COPY);
        assertThat(fresh).isEqualTo(Verdict.OTHER);
    }

    @Test
    void aLargeCopyIsComparedInRounds() throws Exception {
        TailedFile file = file("/logs/app.log", new Made(1, LARGE + 5));
        Made content = new Made(1, LARGE);
        Copies.Stranger copy = stranger("/logs/app.log.1", content);

        assertThat(copies.begin(copy, List.of(file))).isEqualTo(Verdict.LATER);
        assertThat(content.read).isLessThan(Copies.ROUND_BYTES + (1 << 20));
        assertThat(copies.isRunning(copy.id())).isTrue();
        assertThat(copies.goOn(Set.of())).isEmpty();
        assertThat(copies.isIdle()).isFalse();
        assertThat(copies.goOn(Set.of())).isEmpty();

        assertThat(copies.isIdle()).isTrue();
        assertThat(content.closed).isTrue();
        assertThat(copies.isKnown(copy.id(), LARGE)).isTrue();
    }

    @Test
    void aFileThatDiffersInOneByteIsNoCopy() throws Exception {
        TailedFile file = file("/logs/app.log", new Made(1, LARGE + 5));
        Made content = new Made(1, LARGE).with(LARGE / 2);
        Copies.Stranger other = stranger("/logs/app.log.1", content);

        assertThat(copies.begin(other, List.of(file))).isEqualTo(Verdict.LATER);
        List<Copies.Stranger> found = new ArrayList<>();
        while (!copies.isIdle()) {
            found.addAll(copies.goOn(Set.of()));
        }

        assertThat(found).containsExactly(other);
        assertThat(content.closed).isFalse();
    }

    @Test
    void anotherEndIsSeenAtOnce() throws Exception {
        TailedFile file = file("/logs/app.log", new Made(1, LARGE + 5));
        Made content = new Made(1, LARGE).with(LARGE - 1);

        assertThat(copies.begin(stranger("/logs/app.log.1", content), List.of(file)))
                .isEqualTo(Verdict.OTHER);
        assertThat(content.read).isLessThan(1 << 20);
    }

    @Test
    void ofACopyThatHasGrownOnlyWhatIsNewIsCompared() throws Exception {
        TailedFile file = file("/logs/app.log", new Made(1, LARGE));
        Made content = new Made(1, 1 << 20);
        Copies.Stranger copy = stranger("/logs/app.log.1", content);
        assertThat(copies.begin(copy, List.of(file))).isEqualTo(Verdict.COPY);
        content.read = 0;
        content.size += 100;

        assertThat(copies.begin(copy, List.of(file))).isEqualTo(Verdict.COPY);

        assertThat(content.read).isLessThan(10_000);
        assertThat(copies.isKnown(copy.id(), content.size)).isTrue();
    }

    @Test
    void whatWasTruncatedMeanwhileLeavesItsCopyACopy() throws Exception {
        Made original = new Made(1, LARGE);
        TailedFile file = file("/logs/app.log", original);
        Made content = new Made(1, LARGE);
        Copies.Stranger copy = stranger("/logs/app.log.1", content);
        assertThat(copies.begin(copy, List.of(file))).isEqualTo(Verdict.LATER);

        original.size = 0;

        assertThat(copies.goOn(Set.of())).isEmpty();
        assertThat(copies.isKnown(copy.id(), LARGE)).isTrue();
    }

    @Test
    void whatItsOriginalGoesOnInIsNotComparedAnyMore() throws Exception {
        TailedFile file = file("/logs/app.log", new Made(1, LARGE));
        Made content = new Made(1, LARGE);
        Copies.Stranger copy = stranger("/logs/app.log.1", content);
        assertThat(copies.begin(copy, List.of(file))).isEqualTo(Verdict.LATER);

        assertThat(copies.goOn(Set.of(copy.id()))).isEmpty();

        assertThat(copies.isIdle()).isTrue();
        assertThat(content.closed).isTrue();
    }

    @Test
    void ofManyFilesThoseThatBeginOtherwiseAreNotRead() throws Exception {
        List<TailedFile> current = new ArrayList<>();
        List<Made> contents = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Made content = new Made(i % 100, 5_000);
            contents.add(content);
            current.add(file("/logs/app-" + i + ".log", content));
            content.read = 0;
        }

        for (int i = 0; i < 60; i++) {
            Made content = new Made(150, 4_000);
            assertThat(copies.begin(stranger("/logs/app-1" + i + ".log.1", content), current))
                    .isEqualTo(Verdict.OTHER);
        }

        assertThat(contents).allMatch(content -> content.read == 0);
    }
}
