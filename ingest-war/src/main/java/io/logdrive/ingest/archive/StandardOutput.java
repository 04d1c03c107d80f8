package io.logdrive.ingest.archive;

import io.logdrive.consumer.CommitStep;
import io.logdrive.consumer.ConsumerContext;
import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The consumer {@code stdout}: writes all records to the standard output of the process, for
 * whoever collects that. What was written cannot be taken back: after a crash the lines since the
 * last commit come again.
 *
 * <p>Confined to the consumer's thread.
 */
public final class StandardOutput implements RecordConsumer {
    private static final int WRITE_BYTES = 64 << 10;

    private final OutputStream out;
    private final LineBytes buffer = new LineBytes();
    private LineFormat format = LineFormat.Kind.JSON.create();

    /** For the service loader. */
    @SuppressWarnings("resource") // the process's own, which is never closed
    public StandardOutput() {
        // Not System.out, whose lines the container puts into its log.
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public String type() {
        return "stdout";
    }

    @Override
    public void configure(ConsumerSettings settings) {
        String word = settings.text("format", LineFormat.Kind.JSON.word());
        LineFormat.Kind kind = LineFormat.Kind.ofWord(word);
        if (kind == null) {
            settings.refuse("format", String.join(", ", LineFormat.Kind.words()), word);
        } else {
            format = kind.create();
        }
    }

    @Override
    public void open(ConsumerContext context) {
        buffer.clear();
    }

    @Override
    public void accept(Origin origin, long sequence, LogRecord line) throws IOException {
        format.line(buffer, origin, sequence, line);
        if (buffer.length() >= WRITE_BYTES) {
            write();
        }
    }

    @Override
    public String commit(CommitStep step) throws IOException {
        write();
        out.flush();
        return "";
    }

    @Override
    public void close() {
        buffer.clear();
    }

    private void write() throws IOException {
        out.write(buffer.first(buffer.length()).array(), 0, buffer.length());
        buffer.clear();
    }
}
