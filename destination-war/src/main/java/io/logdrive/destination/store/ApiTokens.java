package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens: those that are revoked or expired, too, for {@value AccessSweep#KEPT_DAYS} days.
 *
 * <p>Thread-safe.
 */
public final class ApiTokens {
    /** So many a user may have. */
    public static final int MAX_OF_USER = 100;

    private static final int MAX = Users.MAX * MAX_OF_USER;
    private static final String SELECT =
            "SELECT api_token.id, account.name, api_token.name, api_token.role,"
                    + " api_token.message_filter, api_token.hash, api_token.created,"
                    + " api_token.expires, api_token.last_used, api_token.revoked, account.role,"
                    + " account.disabled FROM api_token"
                    + " JOIN account ON account.id = api_token.account_id";

    private final KeptConnection reader;
    private final SmallChanges changes;
    private final AccessRows rows;
    private final Clock clock;
    private final LastUses uses =
            new LastUses(
                    "UPDATE api_token SET last_used = ?"
                            + " WHERE id = ? AND (last_used IS NULL OR last_used < ?)");

    ApiTokens(KeptConnection reader, SmallChanges changes, Clock clock) {
        this.reader = reader;
        this.changes = changes;
        this.rows = new AccessRows(changes.dialect());
        this.clock = clock;
    }

    /**
     * One by its id, with its user as it is now.
     *
     * @throws StoreException.Away when the database is
     */
    public Optional<ApiToken> byId(String id) {
        return select(" WHERE api_token.id = ?", id).stream().findFirst();
    }

    /**
     * Those of a user, or all; the oldest first.
     *
     * @throws StoreException.Away when the database is
     */
    public List<ApiToken> list(@Nullable String owner) {
        String order = " ORDER BY api_token.created, api_token.id LIMIT " + MAX;
        return owner == null
                ? select(order, null)
                : select(" WHERE account.name = ?" + order, owner);
    }

    /**
     * Adds one. Names of a user's tokens that are in force differ.
     *
     * @return done, unknown (its user), taken or full
     * @throws StoreException when the database is away or busy
     */
    public Changed add(ApiToken.Added token, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    Long owner = lockOwner(connection, token.owner());
                    if (owner == null) {
                        return Changed.UNKNOWN;
                    }
                    if (count(connection, owner, null) >= MAX_OF_USER) {
                        return Changed.FULL;
                    }
                    if (count(connection, owner, token.name()) > 0) {
                        return Changed.TAKEN;
                    }
                    insert(connection, owner, token);
                    return Changed.DONE;
                });
    }

    /**
     * Gives it another expiry.
     *
     * @param expires null: never
     * @return done or unknown
     * @throws StoreException when the database is away or busy
     */
    public Changed expire(String id, @Nullable Instant expires, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE api_token SET expires = ?"
                                            + " WHERE id = ? AND revoked IS NULL")) {
                        update.setObject(1, rows.time(expires));
                        update.setString(2, id);
                        return update.executeUpdate() == 1 ? Changed.DONE : Changed.UNKNOWN;
                    }
                });
    }

    /**
     * Ends it for good.
     *
     * @return done or unknown
     * @throws StoreException when the database is away or busy
     */
    public Changed revoke(String id, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE api_token SET revoked = ?"
                                            + " WHERE id = ? AND revoked IS NULL")) {
                        update.setObject(1, changes.now());
                        update.setString(2, id);
                        return update.executeUpdate() == 1 ? Changed.DONE : Changed.UNKNOWN;
                    }
                });
    }

    /** It is used now; written later. */
    public void used(ApiToken token) {
        uses.note(token.id(), token.lastUsed(), clock.instant());
    }

    LastUses uses() {
        return uses;
    }

    private List<ApiToken> select(String rest, @Nullable String parameter) {
        return reader.ask(
                (connection, deadline) -> {
                    List<ApiToken> tokens = new ArrayList<>();
                    try (PreparedStatement statement = connection.prepareStatement(SELECT + rest)) {
                        deadline.limit(statement);
                        if (parameter != null) {
                            statement.setString(1, parameter);
                        }
                        try (ResultSet found = statement.executeQuery()) {
                            while (found.next()) {
                                tokens.add(token(found));
                            }
                        }
                    }
                    return tokens;
                });
    }

    private ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                AccessRows.role(row.getString(4)),
                row.getString(5),
                row.getString(6),
                rows.instant(row, 7),
                rows.instantOrNull(row, 8),
                rows.instantOrNull(row, 9),
                rows.instantOrNull(row, 10),
                new ApiToken.Owner(AccessRows.role(row.getString(11)), row.getBoolean(12)));
    }

    /** Locked, so that two of its tokens are added one after the other. */
    private @Nullable Long lockOwner(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT id FROM account WHERE name = ?" + changes.dialect().forUpdate())) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    /** Those in force, or those of a name. */
    private long count(Connection connection, long owner, @Nullable String name)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT COUNT(*) FROM api_token WHERE account_id = ? AND revoked IS NULL"
                                + " AND (expires IS NULL OR expires > ?)"
                                + (name == null ? "" : " AND name = ?"))) {
            statement.setLong(1, owner);
            statement.setObject(2, changes.now());
            if (name != null) {
                statement.setString(3, name);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private void insert(Connection connection, long owner, ApiToken.Added token)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO api_token (id, account_id, name, role, message_filter, hash,"
                                + " created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, token.id());
            insert.setLong(2, owner);
            insert.setString(3, token.name());
            insert.setString(4, token.role().word());
            insert.setString(5, token.filter());
            insert.setString(6, token.hash());
            insert.setObject(7, changes.now());
            insert.setObject(8, rows.time(token.expires()));
            insert.executeUpdate();
        }
    }
}
