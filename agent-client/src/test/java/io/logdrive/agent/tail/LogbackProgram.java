package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs by Logback, configured by XML as its users do. Thread-safe. */
final class LogbackProgram implements LoggingProgram {
    private final LoggerContext context = new LoggerContext();
    private final Recorder recorder;
    private final Logger logger;

    private LogbackProgram(String appender) throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        String xml =
                "<configuration>"
                        + appender
                        + "<logger name='kept'><appender-ref ref='file'/></logger></configuration>";
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(UTF_8)));
        this.recorder =
                new Recorder(
                        (OutputStreamAppender<ILoggingEvent>)
                                Objects.requireNonNull(
                                        context.getLogger("kept").getAppender("file")));
        recorder.setContext(context);
        recorder.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(recorder);
        this.logger = context.getLogger("org.example.shop.Orders");
    }

    /**
     * @param appender the XML element of an appender {@code file}
     */
    static LoggingProgram.Start of(String appender) {
        return folder -> new LogbackProgram(appender.replace("%s", folder));
    }

    @Override
    public void log(Trouble trouble) {
        if (trouble.severe()) {
            logger.error(trouble.message(), trouble.thrown());
        } else {
            logger.info(trouble.message(), trouble.thrown());
        }
    }

    @Override
    public List<String> written() {
        return recorder.written;
    }

    @Override
    public void close() {
        context.stop();
    }

    /** Hands each event on to the file under a lock, so that the order is known. */
    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        private final List<String> written = new CopyOnWriteArrayList<>();
        private final OutputStreamAppender<ILoggingEvent> file;

        private Recorder(OutputStreamAppender<ILoggingEvent> file) {
            this.file = file;
        }

        @Override
        protected void append(ILoggingEvent event) {
            written.add(new String(file.getEncoder().encode(event), UTF_8));
            file.doAppend(event);
        }
    }
}
