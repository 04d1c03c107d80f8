package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Logs by the JDK's own library, two lines for a header. Thread-safe. */
final class JulProgram implements LoggingProgram {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getAnonymousLogger();
    private final FileHandler handler;

    private JulProgram(String pattern, int limit, int count) throws IOException {
        this.handler = new FileHandler(pattern, limit, count, true);
        handler.setEncoding(UTF_8.name());
        handler.setFormatter(new Recorder(written));
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    static LoggingProgram.Start of(String pattern, int limit, int count) {
        return folder -> new JulProgram(pattern.replace("%s", folder), limit, count);
    }

    @Override
    public void log(Trouble trouble) {
        logger.log(
                trouble.severe() ? Level.SEVERE : Level.INFO, trouble.message(), trouble.thrown());
    }

    @Override
    public List<String> written() {
        return written;
    }

    @Override
    public void close() {
        handler.close();
    }

    /** The handler formats under its lock, in the order of its writing. */
    private static final class Recorder extends Formatter {
        private final Formatter simple = new SimpleFormatter();
        private final List<String> written;

        private Recorder(List<String> written) {
            this.written = written;
        }

        @Override
        public String format(LogRecord event) {
            String text = simple.format(event);
            written.add(text);
            return text;
        }
    }
}
