package io.logdrive.ingest.queue;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Artemis logs much at INFO, its audit of every call above all (FACTS.md, "Payara Micro"). Here its
 * audit is off and the rest speaks from WARN on, unless the configuration of logging says
 * otherwise.
 *
 * <p>Thread-safe.
 */
final class ArtemisLoggers {
    private static final String AUDIT = "org.apache.activemq.audit";
    private static final String ARTEMIS = "org.apache.activemq.artemis";

    /** java.util.logging itself refers to loggers weakly and forgets the levels with them. */
    private final List<Logger> kept;

    private ArtemisLoggers(List<Logger> kept) {
        this.kept = kept;
    }

    /** Sets the levels that hold as long as the returned object is kept. */
    static ArtemisLoggers quieted() {
        return new ArtemisLoggers(
                Stream.concat(
                                Stream.of("", ".base", ".message", ".resource")
                                        .map(part -> withLevel(AUDIT + part, Level.OFF)),
                                Stream.of(withLevel(ARTEMIS, Level.WARNING)))
                        .toList());
    }

    List<Logger> kept() {
        return kept;
    }

    private static Logger withLevel(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        if (logger.getLevel() == null) {
            logger.setLevel(level);
        }
        return logger;
    }
}
