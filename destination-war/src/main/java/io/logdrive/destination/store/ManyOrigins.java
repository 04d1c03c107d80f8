package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.wire.Origin;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What {@link OriginTable} and {@link LedgerTable} do for one origin, by one statement for all
 * origins of a group: where each statement is a round trip.
 *
 * <p>Confined to the writer's thread.
 */
interface ManyOrigins {
    /** Locks those that there are, until the commit, and answers their sums. */
    Map<UUID, Sums> lock(Collection<UUID> ids) throws SQLException;

    /**
     * Enters origins that are neither there nor closed.
     *
     * @param described what their senders said of them, of some or all
     * @return those that were entered; of the others something is known, now at the latest
     */
    Set<UUID> enter(List<UUID> ids, Map<UUID, Origin> described, long now) throws SQLException;

    /**
     * The intervals of each origin that begin at its sequence or before, newest first, at most
     * {@code most} of each.
     */
    Map<UUID, List<Interval>> latest(Map<UUID, Long> sequences, int most) throws SQLException;
}
