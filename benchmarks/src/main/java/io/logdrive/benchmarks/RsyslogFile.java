package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A file that rsyslog appends the lines to, as they came. Confined to the main thread. */
final class RsyslogFile implements RsyslogSink {
    private final Path file;

    RsyslogFile(Path file) {
        this.file = file;
    }

    @Override
    public String preamble() {
        return "template(name=\"line\" type=\"string\" string=\"%rawmsg%\\n\")\n";
    }

    @Override
    public String actions() {
        return "  action(type=\"omfile\" file=\"" + file + "\" template=\"line\")\n";
    }

    @Override
    public void settle() {}

    @Override
    public long filled() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public long size(long lines, AgentRun sent) {
        return sent.bytes();
    }

    @Override
    public double cpuSeconds() {
        return 0;
    }

    @Override
    public void read(LineCheck check) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(check::add);
        }
    }

    @Override
    public void close() {}
}
