package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file as it is. It stays readable when it is renamed or deleted.
 *
 * <p>Thread-safe.
 */
final class PlainContent implements Content {
    private final FileChannel channel;

    private PlainContent(FileChannel channel) {
        this.channel = channel;
    }

    static PlainContent open(Path path) throws IOException {
        return new PlainContent(FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        return Math.max(0, channel.read(into, offset));
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
