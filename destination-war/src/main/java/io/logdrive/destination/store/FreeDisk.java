package io.logdrive.destination.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says when too little is free where the database is: before H2 finds out by a write that fails,
 * after which it must be opened anew (decision 0036).
 *
 * <p>Thread-safe.
 */
final class FreeDisk {
    private final Path folder;
    private final FileStore disk;
    private final long bytesMin;

    /**
     * @param folder one that exists
     * @param bytesMin what must stay free; 0 for not asking
     */
    FreeDisk(Path folder, long bytesMin) throws IOException {
        this.folder = folder;
        // Once: finding the file system reads the table of mounts, 200 times the cost of asking it.
        this.disk = Files.getFileStore(folder);
        this.bytesMin = bytesMin;
    }

    /** Bytes that are free; null when the system does not say. */
    @Nullable Long free() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            // It is said by who asks for a shortage.
            return null;
        }
    }

    /** Null when there is enough. */
    @Nullable String shortage() {
        if (bytesMin == 0) {
            return null;
        }
        try {
            long free = disk.getUsableSpace();
            return free >= bytesMin
                    ? null
                    : "disk of "
                            + folder
                            + ": expected at least "
                            + (bytesMin >> 10)
                            + " KiB free, found "
                            + (free >> 10)
                            + " KiB";
        } catch (IOException e) {
            return "disk of " + folder + ": " + e;
        }
    }
}
