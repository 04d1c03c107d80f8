package io.logdrive.ingest.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.consume.LoopFixture;
import io.logdrive.ingest.consume.RealDisk;
import io.logdrive.ingest.queue.Chunks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {
    @TempDir private Path folder;

    @Test
    void writesEachRecord() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        run(out);

        assertThat(out.toString(UTF_8)).isEqualTo("l0\nl1\nl2\nl3\nl4\n");
    }

    @Test
    void writesAgainWhatMayNotHaveComeOut() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream breaking =
                new OutputStream() {
                    private boolean broke;

                    @Override
                    public void write(int b) {
                        out.write(b);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        if (count > 0 && !broke) {
                            broke = true;
                            out.write(bytes, from, 4);
                            throw new IOException("broken pipe");
                        }
                        out.write(bytes, from, count);
                    }
                };

        run(breaking);

        assertThat(out.toString(UTF_8)).startsWith("l0\nl").endsWith("l0\nl1\nl2\nl3\nl4\n");
    }

    private void run(OutputStream out) throws InterruptedException {
        LoopFixture loop =
                new LoopFixture(
                        LoopFixture.configured(new StandardOutput(out), Map.of("format", "text")),
                        folder,
                        new RealDisk(),
                        1);
        loop.put(Chunks.of(Chunks.origin(1), 0, 5));
        loop.awaitEmpty();
        loop.stop();
    }
}
