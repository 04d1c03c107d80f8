package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ArtemisLoggersTest {
    @Test
    void silencesTheAuditAndQuietsTheRest() {
        ArtemisLoggers loggers = ArtemisLoggers.quieted();

        assertThat(loggers.kept()).hasSize(5);
        assertThat(Logger.getLogger("org.apache.activemq.audit.message").isLoggable(Level.SEVERE))
                .isFalse();
        assertThat(
                        Logger.getLogger("org.apache.activemq.artemis.core.server")
                                .isLoggable(Level.INFO))
                .isFalse();
        assertThat(
                        Logger.getLogger("org.apache.activemq.artemis.core.server")
                                .isLoggable(Level.WARNING))
                .isTrue();
    }

    @Test
    void keepsALevelThatIsSet() {
        ArtemisLoggers first = ArtemisLoggers.quieted();
        Logger artemis = Logger.getLogger("org.apache.activemq.artemis");
        artemis.setLevel(Level.FINE);

        ArtemisLoggers.quieted();

        assertThat(artemis.getLevel()).isEqualTo(Level.FINE);
        artemis.setLevel(Level.WARNING);
        assertThat(first.kept()).contains(artemis);
    }
}
