package io.logdrive.destination.store;

import io.logdrive.destination.store.MessagePageRequest.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages.
 *
 * <p>A page is found in two steps: first the places (time and id) of all its messages, which are
 * small, then the messages themselves in parts of bounded size. So an answer of 10,000 messages of
 * 1 MiB needs little memory, and no connection waits for a client that reads slowly. Thread-safe.
 */
public final class MessageReader {
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    /** What one part may weigh, beyond its last message. */
    private static final int PART_CHARS_MAX = 1 << 20;

    private static final int PART_MESSAGES_MAX = 1_000;

    private final Readers readers;

    MessageReader(Database database) {
        this.readers = new Readers(database);
    }

    /**
     * Finds the places of a page.
     *
     * @throws StoreException when the database is away or busy, or the deadline passes
     */
    public MessagePage find(MessageFilter filter, MessagePageRequest request, Deadline deadline) {
        List<Position> places =
                readers.query(
                        deadline, connection -> places(connection, filter, request, deadline));
        boolean cut = places.size() > request.limit();
        if (cut) {
            places.remove(places.size() - 1);
        }
        boolean backwards = request.before() != null;
        if (backwards) {
            Collections.reverse(places);
        }
        boolean before = backwards ? cut : request.after() != null;
        boolean after = backwards || cut;
        return new MessagePage(
                List.copyOf(places), before && !places.isEmpty(), after && !places.isEmpty());
    }

    /**
     * Reads the first messages of {@code places}: as many as may be in memory at once.
     *
     * @throws StoreException as {@link #find}
     */
    public MessagePage.Part read(
            List<Position> places, Set<MessageColumn> columns, Deadline deadline) {
        if (places.isEmpty()) {
            return new MessagePage.Part(List.of(), 0);
        }
        return readers.query(
                deadline,
                connection -> {
                    try (MessageRows rows = new MessageRows(connection, columns)) {
                        return part(places, rows, deadline);
                    }
                });
    }

    /**
     * The message with that id.
     *
     * @throws StoreException as {@link #find}
     */
    public Optional<StoredMessage> byId(long id, Deadline deadline) {
        return readers.query(
                deadline,
                connection -> {
                    try (MessageRows rows =
                            new MessageRows(connection, EnumSet.allOf(MessageColumn.class))) {
                        return Optional.ofNullable(rows.read(id, deadline));
                    }
                });
    }

    /**
     * How many messages the filter lets through.
     *
     * @throws StoreException as {@link #find}
     */
    public long count(MessageFilter filter, Deadline deadline) {
        FilterSql sql = new FilterSql(filter);
        return readers.query(
                deadline,
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT COUNT(*) FROM message" + sql.clause())) {
                        deadline.limit(statement);
                        sql.bind(statement);
                        try (ResultSet row = statement.executeQuery()) {
                            deadline.check();
                            return row.next() ? row.getLong(1) : 0L;
                        }
                    }
                });
    }

    /** Null when the database answers, else why not. */
    @Nullable String ping() {
        try {
            boolean valid =
                    readers.query(
                            Deadline.in(PING_TIMEOUT),
                            connection -> connection.isValid((int) PING_TIMEOUT.toSeconds()));
            return valid ? null : "expected an answer within " + PING_TIMEOUT + ", found none";
        } catch (StoreException.Busy e) {
            // Full of queries is not away.
            return null;
        } catch (StoreException e) {
            return e.getMessage();
        }
    }

    private static MessagePage.Part part(List<Position> places, MessageRows rows, Deadline deadline)
            throws SQLException {
        List<StoredMessage> messages = new ArrayList<>();
        int read = 0;
        long chars = 0;
        while (read < places.size() && read < PART_MESSAGES_MAX && chars < PART_CHARS_MAX) {
            StoredMessage message = rows.read(places.get(read).id(), deadline);
            read++;
            // Null when it was deleted meanwhile.
            if (message != null) {
                messages.add(message);
                chars += length(message.body()) + length(message.fields());
            }
        }
        return new MessagePage.Part(messages, read);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static List<Position> places(
            Connection connection,
            MessageFilter filter,
            MessagePageRequest request,
            Deadline deadline)
            throws SQLException {
        FilterSql sql = new FilterSql(filter);
        boolean backwards = request.before() != null;
        boolean ascending = request.ascending() != backwards;
        sql.beyond(request.after(), request.ascending());
        sql.beyond(request.before(), !request.ascending());
        String order = ascending ? " ASC" : " DESC";
        String text =
                "SELECT "
                        + sql.timeColumn()
                        + ", id FROM message"
                        + sql.clause()
                        + " ORDER BY "
                        + sql.timeColumn()
                        + order
                        + ", id"
                        + order
                        + " LIMIT "
                        + (request.limit() + 1);
        List<Position> places = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            deadline.limit(statement);
            sql.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                deadline.check();
                while (rows.next()) {
                    OffsetDateTime time = rows.getObject(1, OffsetDateTime.class);
                    places.add(new Position(Instants.micros(time), rows.getLong(2)));
                }
            }
        }
        return places;
    }
}
