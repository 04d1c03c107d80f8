package io.logdrive.destination.store;

import io.logdrive.destination.store.MessagePageRequest.Position;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages with the greatest or the least numbers in a field: by one walk from the newest
 * backwards, on which as many are kept as are asked for.
 *
 * <p>Confined to the thread of one query.
 */
final class Ranking {
    private static final Comparator<Ranked> ASCENDING =
            Comparator.comparing(Ranked::number)
                    .thenComparingLong(ranked -> ranked.place().micros())
                    .thenComparingLong(ranked -> ranked.place().id());

    private final RankRequest request;
    private final Comparator<Ranked> order;

    /** What would be left out first is at its head. */
    private final PriorityQueue<Ranked> kept;

    Ranking(RankRequest request) {
        this.request = request;
        this.order = request.ascending() ? ASCENDING : ASCENDING.reversed();
        this.kept = new PriorityQueue<>(Collections.reverseOrder(order));
    }

    /** Walks over the messages of a filter. */
    MessagePage run(Reading reading, MessageFilter filter) throws SQLException {
        // Where the field is missing SQL leaves most messages out.
        MessageFilter having = filter.and(new Condition.Has(request.field(), ValueTest.PRESENT));
        MessageScan scan =
                new MessageScan(
                        reading,
                        new MessageScan.Request(
                                having, false, null, Set.of(), List.of(request.field()), true));
        Position stopped = walk(scan);
        List<Ranked> ranked = new ArrayList<>(kept);
        ranked.sort(order);
        List<Position> places = ranked.stream().map(Ranked::place).toList();
        return new MessagePage(places, null, null, stopped);
    }

    private @Nullable Position walk(MessageScan scan) throws SQLException {
        try {
            while (!scan.atEnd()) {
                for (Candidate found : scan.next(Integer.MAX_VALUE)) {
                    BigDecimal number = found.number(request.field());
                    if (number != null) {
                        keep(new Ranked(number, scan.position(found.message())));
                    }
                }
            }
            return null;
        } catch (StoreException.Timeout | SQLException e) {
            Position reached = scan.reached();
            Long micros = Aggregation.stopped(e, reached == null ? null : reached.micros());
            return new Position(micros, 0);
        }
    }

    private void keep(Ranked ranked) {
        if (kept.size() < request.limit()) {
            kept.add(ranked);
            return;
        }
        Ranked last = kept.element();
        if (order.compare(ranked, last) < 0) {
            kept.remove();
            kept.add(ranked);
        }
    }

    /** A message and its number. Immutable. */
    private record Ranked(BigDecimal number, Position place) {}
}
