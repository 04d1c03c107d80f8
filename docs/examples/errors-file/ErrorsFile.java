package example;

import io.logdrive.consumer.CommitStep;
import io.logdrive.consumer.ConsumerContext;
import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Writes the messages of at least one level to a file, each exactly once. */
public final class ErrorsFile implements RecordConsumer {
    private final StringBuilder lines = new StringBuilder();
    private Path file;
    private Level least = Level.ERROR;
    private FileChannel channel;

    @Override
    public String type() {
        return "errors-file";
    }

    @Override
    public void configure(ConsumerSettings settings) {
        file = settings.path("file", "./errors.log");
        String word = settings.text("level", "error");
        Level level = Level.ofWord(word);
        if (level == null) {
            settings.refuse("level", "trace, debug, info, warn, error or fatal", word);
        } else {
            least = level;
        }
    }

    /** Cuts off what was written and not committed; without a position everything is kept. */
    @Override
    public void open(ConsumerContext context) throws IOException {
        lines.setLength(0);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        String position = context.position();
        long end = position.isEmpty() ? channel.size() : Long.parseLong(position);
        channel.truncate(end);
        channel.position(Math.min(end, channel.size()));
    }

    @Override
    public void accept(Origin origin, long sequence, LogRecord line) {
        if (line.level() != null && line.level().compareTo(least) >= 0) {
            Instant time = Instant.EPOCH.plusNanos(line.timeMicros() * 1_000);
            lines.append(time).append(' ').append(line.body()).append('\n');
        }
    }

    @Override
    public String commit(CommitStep step) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
        lines.setLength(0);
        return Long.toString(channel.position());
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("errors-file: cannot close " + file, e);
        }
    }
}
