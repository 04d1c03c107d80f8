package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@code message}, many at a time. A row with a long text is left out at first and
 * then read by itself, so that what one result holds is bounded whatever is in the table.
 *
 * <p>Confined to the thread of one query.
 */
final class MessageRows {
    /** A text that is longer is read by itself. */
    private static final int TEXT_CHARS_MAX = 4_096;

    /** What the texts of messages that are in memory at once may weigh, beyond the last. */
    static final int CHARS_MAX = 1 << 20;

    private static final Set<MessageColumn> TEXTS =
            EnumSet.of(
                    MessageColumn.SERVICE,
                    MessageColumn.HOST,
                    MessageColumn.TAGS,
                    MessageColumn.MESSAGE,
                    MessageColumn.FIELDS);

    private final Connection connection;
    private final Dialect dialect;
    private final Set<MessageColumn> columns;
    private final String list;

    MessageRows(Connection connection, Dialect dialect, Set<MessageColumn> columns) {
        this.connection = connection;
        this.dialect = dialect;
        this.columns = EnumSet.of(MessageColumn.ID);
        this.columns.addAll(columns);
        this.list = list(this.columns);
    }

    /** How many rows one result may hold. */
    static int rowsMax(Set<MessageColumn> columns) {
        return Collections.disjoint(columns, TEXTS) ? 10_001 : 500;
    }

    /**
     * The rows of a clause; of those that are too long only the id and what is no text.
     *
     * @param rest of the SELECT after the conditions: order and limit
     */
    Some read(Where where, String rest, Deadline deadline) throws SQLException {
        String sql = "SELECT " + list + " FROM message" + where.clause() + rest;
        List<StoredMessage> messages = new ArrayList<>();
        Set<Long> large = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            deadline.limit(statement);
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                deadline.check();
                while (rows.next()) {
                    if (rows.getInt(MessageColumn.values().length + 1) != 0) {
                        large.add(rows.getLong(1));
                    }
                    messages.add(message(rows));
                }
            }
        }
        return new Some(messages, large);
    }

    /** The messages with these ids, at most 100, in their order; those that are gone left out. */
    Some byIds(List<Long> ids, Deadline deadline) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        Where where = new Where(dialect, MessageFilter.ClockColumn.EVENT);
        where.and("id IN (" + marks + ")", ids.toArray());
        Some found = read(where, "", deadline);
        Map<Long, StoredMessage> byId = new HashMap<>();
        found.messages.forEach(message -> byId.put(message.id(), message));
        List<StoredMessage> ordered = new ArrayList<>();
        for (Long id : ids) {
            StoredMessage message = byId.get(id);
            if (message != null) {
                ordered.add(message);
            }
        }
        return new Some(ordered, found.large);
    }

    /** The message with all its texts; null when it was deleted meanwhile. */
    @Nullable StoredMessage whole(Some some, StoredMessage message, Deadline deadline)
            throws SQLException {
        return some.large.contains(message.id()) ? byId(message.id(), deadline) : message;
    }

    /** A row with whatever it holds; null when there is none. */
    @Nullable StoredMessage byId(long id, Deadline deadline) throws SQLException {
        StringJoiner whole = new StringJoiner(", ");
        for (MessageColumn column : MessageColumn.values()) {
            whole.add(columns.contains(column) ? column.sqlName() : "NULL");
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + whole + " FROM message WHERE id = ?")) {
            deadline.limit(statement);
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? message(row) : null;
            }
        }
    }

    /** Always all places, so that each column has a fixed number; then whether one is too long. */
    private static String list(Set<MessageColumn> columns) {
        StringJoiner list = new StringJoiner(", ");
        StringJoiner large = new StringJoiner(" OR ", "CASE WHEN ", " THEN 1 ELSE 0 END");
        boolean hasText = false;
        for (MessageColumn column : MessageColumn.values()) {
            String name = column.sqlName();
            if (!columns.contains(column)) {
                list.add("NULL");
            } else if (TEXTS.contains(column)) {
                String length = "LENGTH(" + name + ")";
                list.add(
                        "CASE WHEN " + length + " <= " + TEXT_CHARS_MAX + " THEN " + name + " END");
                large.add(length + " > " + TEXT_CHARS_MAX);
                hasText = true;
            } else {
                list.add(name);
            }
        }
        return list + ", " + (hasText ? large : "0");
    }

    private StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getLong(1),
                has(MessageColumn.TIME) ? dialect.micros(row, 2) : 0,
                has(MessageColumn.RECEIVED) ? dialect.micros(row, 3) : 0,
                has(MessageColumn.LEVEL) ? level(row) : null,
                row.getString(5),
                row.getString(6),
                has(MessageColumn.ORIGIN) ? dialect.uuid(row, 7) : null,
                has(MessageColumn.SEQUENCE) ? row.getLong(8) : 0,
                row.getString(9),
                row.getString(10),
                row.getString(11),
                has(MessageColumn.FLAGS) ? row.getInt(12) : 0);
    }

    private boolean has(MessageColumn column) {
        return columns.contains(column);
    }

    private static @Nullable Integer level(ResultSet row) throws SQLException {
        int level = row.getInt(4);
        return row.wasNull() ? null : level;
    }

    static int chars(StoredMessage message) {
        return chars(message.body()) + chars(message.fields()) + chars(message.tags());
    }

    private static int chars(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /**
     * Rows as they were read.
     *
     * <p>Immutable.
     *
     * @param large the ids of those whose long texts were left out
     */
    record Some(List<StoredMessage> messages, Set<Long> large) {}
}
