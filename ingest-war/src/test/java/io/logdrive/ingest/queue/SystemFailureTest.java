package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SystemFailureTest {
    @TempDir private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void isWhatASystemCallRefused() {
        Throwable full = catchThrowable(SystemFailureTest::writeToAFullDevice);
        Throwable noFile =
                catchThrowable(() -> new RandomAccessFile(folder.toFile(), "rw").close());

        assertThat(full).isInstanceOf(IOException.class);
        assertThat(SystemFailure.isIn(full)).isTrue();
        assertThat(SystemFailure.isIn(new IllegalStateException(new IOException(full)))).isTrue();
        assertThat(SystemFailure.isIn(noFile)).isTrue();
        assertThat(SystemFailure.isIn(new FileSystemException("f", null, "Read-only"))).isTrue();
    }

    @Test
    void isNotWhatIsWrongInAFile() {
        Throwable missing = catchThrowable(() -> Files.size(folder.resolve("missing")));

        assertThat(missing).isInstanceOf(NoSuchFileException.class);
        assertThat(SystemFailure.isIn(missing)).isFalse();
        assertThat(SystemFailure.isIn(new IOException("Input/output error"))).isFalse();
        assertThat(SystemFailure.isIn(new IllegalStateException("damaged"))).isFalse();
        assertThat(SystemFailure.isIn(null)).isFalse();
    }

    private static void writeToAFullDevice() throws IOException {
        try (FileChannel channel =
                FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1));
        }
    }
}
