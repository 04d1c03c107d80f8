package io.logdrive.destination.store;

import io.logdrive.payara.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of the tables of users, tokens and sessions. Immutable. */
record AccessRows(Dialect dialect) {
    static final String USER =
            "account.id, account.name, account.role, account.password, account.epoch,"
                    + " account.disabled, account.created, account.changed";

    /** The columns of {@link #USER} from {@code first} on. */
    User user(ResultSet row, int first) throws SQLException {
        return new User(
                row.getLong(first),
                row.getString(first + 1),
                role(row.getString(first + 2)),
                row.getString(first + 3),
                row.getLong(first + 4),
                row.getBoolean(first + 5),
                instant(row, first + 6),
                instant(row, first + 7));
    }

    Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(row, column));
    }

    @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        long micros = dialect.micros(row, column);
        return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** What to bind. */
    @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : dialect.time(Instants.micros(instant));
    }

    /** A word that we did not write may nothing more than the least of ours. */
    static Role role(String word) {
        for (Role role : Role.values()) {
            if (role.word().equals(word.toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        return Role.READER;
    }
}
