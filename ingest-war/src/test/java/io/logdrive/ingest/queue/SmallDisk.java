package io.logdrive.ingest.queue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A small file system of its own, which only root can mount; always unmounted again. */
public final class SmallDisk {
    private static final int MIB = 1 << 20;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Skips the test, saying so, where nothing can be mounted. */
    public static SmallDisk mount(Path folder, int mebibytes)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int status = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder);
        Assumptions.assumeTrue(
                status == 0, "SKIPPED: a full disk can only be tried by root, who may mount one");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return root;
    }

    public long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Another writer: takes all but {@code left} bytes, as fast as it can. */
    public void fill(long left) throws IOException {
        byte[] block = new byte[MIB];
        try (OutputStream file = Files.newOutputStream(root.resolve("foreign"))) {
            for (long more = free() - left; more > 0; more = free() - left) {
                file.write(block, 0, (int) Math.min(more, MIB));
            }
        } catch (IOException e) {
            // Full: that is what it is for.
        }
    }

    /** The other writer's file is gone. */
    public void empty() throws IOException {
        Files.deleteIfExists(root.resolve("foreign"));
    }

    public void unmount() throws IOException, InterruptedException {
        if (run("umount", root) != 0) {
            run("umount", "-l", root);
        }
    }

    private static int run(Object... command) throws IOException, InterruptedException {
        String[] words = new String[command.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = command[i].toString();
        }
        Process process;
        try {
            process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return -1;
        }
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
