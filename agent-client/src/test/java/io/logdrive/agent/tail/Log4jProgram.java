package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;

/** Logs by Log4j 2, configured by XML as its users do. Thread-safe. */
final class Log4jProgram implements LoggingProgram {
    private static final long STOP_SECONDS = 20;

    private final LoggerContext context = new LoggerContext("real");
    private final Recorder recorder;
    private final Logger logger;

    private Log4jProgram(String appender) throws IOException {
        String xml =
                "<Configuration><Appenders>"
                        + appender
                        + "</Appenders><Loggers><Root level='all'/></Loggers></Configuration>";
        XmlConfiguration configuration =
                new XmlConfiguration(
                        context,
                        new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(UTF_8))));
        context.start(configuration);
        Appender file = configuration.getAppender("file");
        this.recorder = new Recorder(Objects.requireNonNull(file));
        recorder.start();
        configuration.getRootLogger().addAppender(recorder, Level.ALL, null);
        this.logger = context.getLogger("org.example.shop.Orders");
    }

    /**
     * @param appender the XML element of an appender {@code file}
     */
    static LoggingProgram.Start of(String appender) {
        return folder -> new Log4jProgram(appender.replace("%s", folder));
    }

    @Override
    public void log(Trouble trouble) {
        logger.log(
                trouble.severe() ? Level.ERROR : Level.INFO, trouble.message(), trouble.thrown());
    }

    @Override
    public List<String> written() {
        return recorder.written;
    }

    @Override
    public void close() {
        context.stop(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Hands each event on to the file under a lock, so that the order is known. */
    private static final class Recorder extends AbstractAppender {
        private final List<String> written = new CopyOnWriteArrayList<>();
        private final Appender file;

        private Recorder(Appender file) {
            super("recorder", null, null, false, Property.EMPTY_ARRAY);
            this.file = file;
        }

        @Override
        public synchronized void append(LogEvent event) {
            written.add(new String(file.getLayout().toByteArray(event), UTF_8));
            file.append(event);
        }
    }
}
