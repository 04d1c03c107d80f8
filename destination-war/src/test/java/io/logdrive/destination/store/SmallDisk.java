package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system in memory that is soon full. Needs root. Confined to the test's thread. */
final class SmallDisk {
    private final Path folder;

    SmallDisk(Path folder, int mebibytes) throws Exception {
        this.folder = folder;
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "logdrive-test", folder);
    }

    /** Whether this user may mount one. */
    static boolean isAvailable() {
        try {
            Path probe = Files.createTempDirectory("logdrive-mount");
            new SmallDisk(probe, 1).unmount();
            Files.delete(probe);
            return true;
        } catch (Exception | AssertionError e) {
            return false;
        }
    }

    long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** As another process would: takes what is free but for {@code left} bytes. */
    void fill(long left) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(folder.resolve("ballast"))) {
            while (free() > left) {
                out.write(block, 0, (int) Math.min(block.length, free() - left));
            }
        } catch (IOException e) {
            // Full, which is what was wanted.
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(folder.resolve("ballast"));
    }

    void unmount() throws Exception {
        run("umount", folder);
    }

    private static void run(Object... command) throws Exception {
        String[] words = new String[command.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = command[i].toString();
        }
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", words)).isZero();
    }
}
