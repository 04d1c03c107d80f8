package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a destination with a ledger would have stored: of each sequence the text that came first.
 * That a sequence never comes with another text is what makes resends harmless. Immutable.
 *
 * @param rows texts by sequence, by origin
 * @param again how many sequences came again
 */
public record Delivered(Map<UUID, NavigableMap<Long, String>> rows, long again) {

    /** Reads what a {@link ScriptedDestination} took; fails when a sequence changed its text. */
    public static Delivered of(Collection<byte[]> frames) {
        Map<UUID, NavigableMap<Long, String>> rows = new HashMap<>();
        long again = 0;
        for (byte[] frame : frames) {
            ForwardMessage.Events events = Frames.events(frame);
            List<LogRecord> records = Frames.records(frame);
            int next = 0;
            for (LedgerRun run : events.ledger()) {
                if (run.outcome() != Outcome.STORED) {
                    continue;
                }
                NavigableMap<Long, String> texts =
                        rows.computeIfAbsent(run.origin(), origin -> new TreeMap<>());
                for (long sequence = run.first(); sequence <= run.last(); sequence++) {
                    String body = records.get(next++).body();
                    String earlier = texts.putIfAbsent(sequence, body);
                    if (earlier != null) {
                        again++;
                        assertThat(body)
                                .as("text of %s:%d", run.origin(), sequence)
                                .isEqualTo(earlier);
                    }
                }
            }
            assertThat(next).as("records with a sequence").isEqualTo(records.size());
        }
        return new Delivered(rows, again);
    }

    /** The texts of this origin by sequence. */
    public NavigableMap<Long, String> of(UUID origin) {
        return rows.getOrDefault(origin, new TreeMap<>());
    }
}
