package io.logdrive.ingest.listen;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which certificate an agent's origin belongs to: that of the agent that was first seen with it. An
 * origin that nobody with a certificate has used yet belongs to who comes first with one.
 *
 * <p>Only this process remembers it, of the origins used last. Thread-safe.
 */
final class AgentIdentities {
    static final int ORIGINS_MAX = 10_000;

    @GuardedBy("this")
    private final Map<UUID, String> owners =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
                    return size() > ORIGINS_MAX;
                }
            };

    /**
     * Notes that the origin is used.
     *
     * @param identity the name of the certificate; empty: none was shown
     * @return whose it is
     */
    synchronized String claim(UUID origin, String identity) {
        String owner = owners.get(origin);
        if (owner != null) {
            return owner;
        }
        if (!identity.isEmpty()) {
            owners.put(origin, identity);
        }
        return identity;
    }
}
