package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.ChunkName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What came to a server, as its ledger would have it: each sequence of an origin once. Confined to
 * the test's thread.
 */
final class Arrivals {
    private final AckServer server;
    private final Map<AckServer.Session, Integer> looked = new HashMap<>();
    private final Map<UUID, SortedMap<Long, String>> byOrigin = new HashMap<>();
    private final Map<String, List<ChunkName.Sequence>> byLine = new HashMap<>();
    private int count;

    Arrivals(AckServer server) {
        this.server = server;
    }

    /** Takes what came since it was looked last. */
    Arrivals look() {
        for (AckServer.Session session : server.sessions()) {
            List<AckServer.Received> chunks = session.chunks();
            for (int i = looked.getOrDefault(session, 0); i < chunks.size(); i++) {
                take(chunks.get(i));
                looked.put(session, i + 1);
            }
        }
        return this;
    }

    private void take(AckServer.Received chunk) {
        long sequence = chunk.name().first();
        UUID origin = chunk.name().origin();
        Map<Long, String> lines = byOrigin.computeIfAbsent(origin, o -> new TreeMap<>());
        for (String line : chunk.lines().lines().toList()) {
            ChunkName.Sequence name = new ChunkName.Sequence(origin, sequence);
            String before = lines.putIfAbsent(sequence++, line);
            if (before == null) {
                byLine.computeIfAbsent(line, l -> new ArrayList<>()).add(name);
                count++;
            } else {
                assertThat(line).as(name + " comes again").isEqualTo(before);
            }
        }
    }

    int count() {
        return count;
    }

    boolean contains(String line) {
        return byLine.containsKey(line);
    }

    /** Where each line is. */
    Map<String, List<ChunkName.Sequence>> byLine() {
        return byLine;
    }

    /** The lines of each origin, by their sequences. */
    Map<UUID, SortedMap<Long, String>> byOrigin() {
        return byOrigin;
    }
}
