package io.logdrive.ingest.consume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real disk, until it has been used so often: then one call fails, a write after half of its
 * bytes. Thread-safe.
 */
public final class FailingDisk implements Disk {
    private final Disk real = new RealDisk();
    private final AtomicInteger left;
    private volatile String failed = "";

    /**
     * @param failing the call that fails, from 1 on
     */
    public FailingDisk(int failing) {
        this.left = new AtomicInteger(failing);
    }

    /** Which call failed; empty when none did. */
    public String failed() {
        return failed;
    }

    private boolean isDue(String call) {
        if (left.decrementAndGet() != 0) {
            return false;
        }
        failed = call;
        return true;
    }

    private void pass(String call) throws IOException {
        if (isDue(call)) {
            throw new IOException("planned failure of " + call);
        }
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        pass("open " + file.getFileName());
        return new File(real.open(file), String.valueOf(file.getFileName()));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        pass("rename " + from.getFileName());
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        pass("delete " + file.getFileName());
        real.delete(file);
    }

    @Override
    public void sync(Path folder) throws IOException {
        pass("sync " + folder.getFileName());
        real.sync(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return real.usableBytes(folder);
    }

    private final class File implements OpenFile {
        private final OpenFile file;
        private final String name;

        File(OpenFile file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (isDue("write " + name)) {
                file.write(bytes.limit(bytes.position() + bytes.remaining() / 2));
                throw new IOException("No space left on device (planned)");
            }
            file.write(bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            pass("truncate " + name);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            pass("force " + name);
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
