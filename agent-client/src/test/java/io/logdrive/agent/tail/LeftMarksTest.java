package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class LeftMarksTest {
    private final AtomicLong seconds = new AtomicLong(1_795_332_803);
    private final LeftMarks left = new LeftMarks(List.of(), seconds::get);

    /** Bytes of a file. Thread-safe. */
    private static final class Bytes implements Content {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        static Bytes of(String text) {
            return new Bytes(text.getBytes(UTF_8));
        }

        @Override
        public int read(ByteBuffer into, long offset) {
            int count = (int) Math.max(0, Math.min(into.remaining(), bytes.length - offset));
            into.put(bytes, (int) offset, count);
            return count;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void close() {}
    }

    private static FileMark mark(int inode, String path, Bytes content) throws Exception {
        int end = (int) content.size();
        return new FileMark(
                UUID.randomUUID(),
                new FileId(1, inode),
                Path.of(path),
                Fingerprint.of(content),
                new Mark(end, 1, false, Trail.of(content.bytes, end)),
                List.of());
    }

    @Test
    void whatReturnsIsKnownByItsIdOrAsACopyBesideItsPlace() throws Exception {
        Bytes content = Bytes.of("a".repeat(2_000) + "\n");
        FileMark file = mark(7, "/logs/app.log", content);
        left.ended(file);

        assertThat(left.claim(new FileId(1, 8), content)).isNull();
        assertThat(left.claim(new FileId(1, 7), Bytes.of("b".repeat(2_001)))).isNull();
        assertThat(left.claim(new FileId(1, 7), content)).isEqualTo(file);
        assertThat(left.count()).isZero();
        left.ended(file);
        assertThat(left.claimCopy(Path.of("/elsewhere/app.log.bak"), content)).isNull();
        assertThat(left.claimCopy(Path.of("/logs/app.log.bak"), content)).isEqualTo(file);
        assertThat(left.claimCopy(Path.of("/logs/app.log.bak"), content)).isNull();
    }

    @Test
    void aShortFileThatEndedIsNotKeptForAnotherMayBeginLikeIt() throws Exception {
        left.ended(mark(7, "/logs/app.log", Bytes.of("starting\n")));

        assertThat(left.count()).isZero();
    }

    @Test
    void whatDoesNotReturnIsForgottenAfterADayAndWhatMayHaveMoreAfterThirty() throws Exception {
        Bytes content = Bytes.of("a".repeat(2_000) + "\n");
        left.ended(mark(7, "/logs/app.log", content));
        FileMark unfinished = mark(8, "/logs/web.log", content);
        left.left(unfinished);
        seconds.addAndGet(TimeUnit.DAYS.toSeconds(1));
        left.expire();
        assertThat(left.count()).isEqualTo(2);

        seconds.addAndGet(1);
        left.expire();
        assertThat(left.unfinished()).containsExactly(unfinished);
        assertThat(left.count()).isEqualTo(1);
        seconds.addAndGet(TimeUnit.DAYS.toSeconds(29));
        left.expire();

        assertThat(left.all()).isEmpty();
    }

    @Test
    void whatACheckpointSaidIsDatedAndCountedOn() throws Exception {
        Bytes content = Bytes.of("a".repeat(2_000) + "\n");
        LeftMark read = new LeftMark(mark(7, "/logs/app.log", content), false, 0);
        LeftMark old = new LeftMark(mark(8, "/logs/app.log.1", content), true, 5);

        LeftMarks both = new LeftMarks(List.of(read, old), seconds::get);
        both.expire();

        assertThat(both.all()).containsExactly(new LeftMark(read.file(), false, seconds.get()));
    }

    @Test
    void tenThousandThatEndedAreKeptAndTheEldestGoFirst() throws Exception {
        Bytes content = Bytes.of("a".repeat(2_000) + "\n");
        FileMark unfinished = mark(1, "/logs/web.log", content);
        left.left(unfinished);
        for (int i = 0; i <= 10_000; i++) {
            left.ended(mark(10 + i, "/logs/app.log", content));
        }

        assertThat(left.count()).isEqualTo(10_001);
        assertThat(left.hasId(new FileId(1, 10))).isFalse();
        assertThat(left.hasId(new FileId(1, 11))).isTrue();
        assertThat(left.hasId(new FileId(1, 1))).isTrue();
    }
}
