package io.logdrive.systemtest;

import io.logdrive.systemtest.Server.War;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The named places at which a process can be told to halt itself: {@code CrashPoint} of the payara
 * module, and the agent's one. Immutable.
 */
enum CrashPlace {
    ENQUEUE_SENT(War.INGEST),
    ENQUEUE_CONFIRMED(War.INGEST),
    CHUNK_RECEIVED(War.INGEST),
    BATCH_SENT(War.INGEST),
    BATCH_ACKNOWLEDGED(War.INGEST),
    ROWS_INSERTED(War.DESTINATION),
    GROUP_COMMITTED(War.DESTINATION),
    /** The agent's: a chunk was handed to the socket. */
    SENT(null);

    /** What its parent sees: as after SIGKILL. */
    static final int STATUS = 137;

    private final @Nullable War war;

    CrashPlace(@Nullable War war) {
        this.war = war;
    }

    static CrashPlace any(Random random) {
        List<CrashPlace> all = List.of(values());
        return all.get(random.nextInt(all.size()));
    }

    /** The WAR that it is in. */
    War war() {
        if (war == null) {
            throw new IllegalStateException(this + ": expected a place in a WAR, found the agent");
        }
        return war;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What makes the JVM halt at this pass of the place. */
    String option(int pass) {
        return "-Dio.logdrive.drill.crash=" + word() + ":" + pass;
    }
}
