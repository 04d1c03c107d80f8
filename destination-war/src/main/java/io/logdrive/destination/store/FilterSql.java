package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.Match;
import io.logdrive.destination.store.MessageFilter.OriginMatch;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.wire.Level;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a WHERE clause. What a user wrote goes into bind parameters only; the text of the
 * clause is made of this class's constants.
 *
 * <p>Confined to the thread of one query.
 */
final class FilterSql {
    private final StringBuilder where = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();
    private final String timeColumn;

    FilterSql(MessageFilter filter) {
        this.timeColumn = filter.clock().column().sqlName();
        Long start = filter.range().startMicros();
        if (start != null) {
            and(timeColumn + " >= ?", Instants.ofMicros(start));
        }
        and(timeColumn + " < ?", Instants.ofMicros(filter.range().endMicros()));
        if (!filter.levels().isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(filter.levels().size(), "?"));
            and("level IN (" + marks + ")", filter.levels().stream().map(Level::number).toArray());
        }
        Level levelMin = filter.levelMin();
        if (levelMin != null) {
            and("level >= ?", levelMin.number());
        }
        texts("service", filter.services());
        texts("host", filter.hosts());
        origins(filter.origins());
        String text = filter.text();
        if (text != null) {
            and("body ILIKE ? ESCAPE '~'", "%" + escaped(text) + "%");
        }
    }

    /** Adds the half of the order that lies on one side of {@code position}, exclusive. */
    void beyond(@Nullable Position position, boolean greater) {
        if (position != null) {
            String than = greater ? ">" : "<";
            var time = Instants.ofMicros(position.micros());
            // The first condition is what the index understands; the second cuts exactly.
            and(timeColumn + " " + than + "= ?", time);
            and("(" + timeColumn + " " + than + " ? OR id " + than + " ?)", time, position.id());
        }
    }

    String timeColumn() {
        return timeColumn;
    }

    /** Begins with {@code WHERE}. */
    String clause() {
        return " WHERE " + where;
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    private void texts(String column, List<Match> matches) {
        List<String> alternatives = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Match match : matches) {
            if (!match.negated()) {
                alternatives.add(column + (match.prefix() ? " LIKE ? ESCAPE '~'" : " = ?"));
                values.add(operand(match));
            }
        }
        if (!alternatives.isEmpty()) {
            and("(" + String.join(" OR ", alternatives) + ")", values.toArray());
        }
        for (Match match : matches) {
            if (match.negated()) {
                String differs = match.prefix() ? " NOT LIKE ? ESCAPE '~'" : " <> ?";
                and("(" + column + " IS NULL OR " + column + differs + ")", operand(match));
            }
        }
    }

    private void origins(List<OriginMatch> matches) {
        List<OriginMatch> wanted = matches.stream().filter(match -> !match.negated()).toList();
        if (!wanted.isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(wanted.size(), "?"));
            and("origin_id IN (" + marks + ")", wanted.stream().map(OriginMatch::id).toArray());
        }
        for (OriginMatch match : matches) {
            if (match.negated()) {
                and("origin_id <> ?", match.id());
            }
        }
    }

    private void and(String condition, Object... values) {
        where.append(where.isEmpty() ? "" : " AND ").append(condition);
        Collections.addAll(parameters, values);
    }

    private static String operand(Match match) {
        return match.prefix() ? escaped(match.text()) + "%" : match.text();
    }

    private static String escaped(String text) {
        return text.replace("~", "~~").replace("%", "~%").replace("_", "~_");
    }
}
