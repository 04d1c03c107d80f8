package io.logdrive.destination.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The migrations of {@code sql/}, a folder for each database. Thread-safe. */
final class Schema {
    private static final int CAUSES_MAX = 20;

    private Schema() {}

    /** Brings the schema up to date; several processes may do so at once. */
    static void migrate(DataSource source, String folder) throws SQLException {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:sql/" + folder)
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw failure(e);
        }
    }

    /** Flyway wraps what the driver said, whose state is what we go by. */
    private static SQLException failure(FlywayException e) {
        Throwable cause = e;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof SQLException sql) {
                return new SQLException("schema: " + sql.getMessage(), SqlFailure.state(sql), e);
            }
            cause = cause.getCause();
        }
        return new SQLException("schema: " + e.getMessage(), "HY000", e);
    }
}
