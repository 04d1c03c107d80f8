package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.AckServer;
import io.logdrive.wire.RecordDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What came to a server, event by event, as its ledger would have it: each sequence of an origin
 * once. What comes again must be the same.
 *
 * <p>Immutable.
 */
record ArrivedEvents(List<AckServer.Session> sessions) {
    /** The events of each origin by their sequences. */
    Map<UUID, Map<Long, String>> byOrigin() {
        Map<UUID, Map<Long, String>> arrived = new HashMap<>();
        for (AckServer.Session session : sessions) {
            for (AckServer.Received chunk : session.chunks()) {
                Map<Long, String> events =
                        arrived.computeIfAbsent(chunk.name().origin(), o -> new TreeMap<>());
                long[] sequence = {chunk.name().first()};
                new RecordDecoder()
                        .decodeForeign(
                                chunk.events().entries(),
                                0,
                                entry -> {
                                    String before = events.put(sequence[0], entry.body());
                                    assertThat(before == null ? entry.body() : before)
                                            .as("sequence " + sequence[0] + ", sent again")
                                            .isEqualTo(entry.body());
                                    sequence[0]++;
                                });
            }
        }
        return arrived;
    }
}
