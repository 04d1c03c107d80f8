package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the file system calls a file, whatever its path is.
 *
 * <p>Immutable.
 *
 * @param device of the file system
 * @param inode of the file in it
 */
record FileId(long device, long inode) {
    /**
     * Of the file that the path leads to, through symbolic links.
     *
     * @throws IOException when there is none
     */
    static FileId of(Path path) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino");
            return new FileId(number(attributes, "dev"), number(attributes, "ino"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // A file system without inodes: there a file is known by its path alone.
            return new FileId(0, path.toRealPath().toString().hashCode());
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
