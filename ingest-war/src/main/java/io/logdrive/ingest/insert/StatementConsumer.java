package io.logdrive.ingest.insert;

import io.logdrive.consumer.CommitStep;
import io.logdrive.consumer.ConsumerContext;
import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.consumer.RejectedRecordException;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The consumer {@code jdbc}: runs a statement of the user's for each record. The records of a step
 * and its text, in the table {@code logdrive_consumer}, are committed in one transaction, so that
 * each record is in the database exactly once.
 *
 * <p>Confined to the consumer's thread.
 */
public final class StatementConsumer implements RecordConsumer {
    private static final int BATCH_ROWS = 500;
    private static final int QUERY_SECONDS_MAX = 60;
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS logdrive_consumer (name VARCHAR(64) NOT NULL PRIMARY KEY,"
                    + " step TEXT)";

    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(password|pwd)\\s*=|//[^/@]*:[^/@]*@");

    private final List<RecordPart.Row> rows = new ArrayList<>();
    private final List<RecordPart> parts = new ArrayList<>();
    private String url = "";
    private String user = "";
    private String password = "";
    private String sql = "";
    private boolean timesAsText;
    private String name = "";
    private @Nullable Connection connection;

    /** For the service loader. */
    public StatementConsumer() {}

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public void configure(ConsumerSettings settings) {
        url = settings.text("url", "");
        user = settings.text("user", "");
        password = settings.secret("password", "");
        timesAsText = settings.flag("times-as-text", false);
        if (PASSWORD.matcher(url).find()) {
            // It would be shown with the configuration.
            settings.refuse("url", "no password in it, but in password or password-file", "one");
        } else if (!url.startsWith("jdbc:")) {
            settings.refuse("url", "jdbc:…", url);
        }
        String text = settings.text("statement", "");
        NamedStatement named = NamedStatement.parse(text);
        sql = named.sql();
        if (named.names().isEmpty()) {
            settings.refuse("statement", "INSERT INTO … VALUES (:time, :message, …)", text);
        }
        for (String each : named.names()) {
            RecordPart part = RecordPart.ofWord(each);
            if (part == null) {
                settings.refuse("statement", String.join(", ", RecordPart.words()), ":" + each);
            } else {
                parts.add(part);
            }
        }
    }

    @Override
    public void open(ConsumerContext context) throws SQLException {
        rows.clear();
        name = context.name();
        Connection opened = connect(context.classes());
        connection = opened;
        opened.setAutoCommit(false);
        try (Statement statement = opened.createStatement()) {
            statement.execute(TABLE);
        }
        opened.commit();
        try (PreparedStatement query =
                opened.prepareStatement("SELECT step FROM logdrive_consumer WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                if (found.next()) {
                    context.alreadyCommitted(Objects.requireNonNullElse(found.getString(1), ""));
                }
            }
        }
        opened.commit();
    }

    @Override
    public void accept(Origin origin, long sequence, LogRecord line) {
        rows.add(new RecordPart.Row(origin, sequence, line));
    }

    @Override
    public String commit(CommitStep step) throws SQLException, RejectedRecordException {
        Connection open = Objects.requireNonNull(connection);
        if (!rows.isEmpty()) {
            try {
                insertAll(open);
            } catch (SQLException e) {
                open.rollback();
                throw isOfTheData(e) ? rejected(open, e) : e;
            }
        }
        note(open, step.text());
        open.commit();
        rows.clear();
        return "";
    }

    @Override
    public void close() {
        rows.clear();
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                throw new IllegalStateException("jdbc: cannot close: " + e.getSQLState(), e);
            }
        }
    }

    /** Not by the driver manager, which knows no drivers of other class loaders. */
    private Connection connect(ClassLoader classes) throws SQLException {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        for (Driver driver : ServiceLoader.load(Driver.class, classes)) {
            if (driver.acceptsURL(url)) {
                Connection opened = driver.connect(url, properties);
                if (opened != null) {
                    return opened;
                }
            }
        }
        throw new SQLException(
                "jdbc: expected a driver for "
                        + url
                        + ", found none; put its jar into logdrive.ingest.consumers-path");
    }

    private void insertAll(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            statement.setQueryTimeout(QUERY_SECONDS_MAX);
            int waiting = 0;
            for (RecordPart.Row row : rows) {
                bind(statement, row);
                statement.addBatch();
                if (++waiting == BATCH_ROWS) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    private void bind(PreparedStatement statement, RecordPart.Row row) throws SQLException {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).bind(statement, i + 1, row, timesAsText);
        }
    }

    /**
     * Finds the first record that the database refuses, by trying one after the other; nothing of
     * it stays. The database's own words may repeat the record, so only its code is told.
     */
    private Exception rejectedOrNot(Connection open, SQLException cause) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            for (RecordPart.Row row : rows) {
                bind(statement, row);
                try {
                    statement.executeUpdate();
                } catch (SQLException e) {
                    return isOfTheData(e)
                            ? new RejectedRecordException(
                                    row.origin().id(),
                                    row.sequence(),
                                    "refused by the database: SQLSTATE " + e.getSQLState(),
                                    e)
                            : e;
                }
            }
        } finally {
            open.rollback();
        }
        return cause;
    }

    private SQLException rejected(Connection open, SQLException cause)
            throws SQLException, RejectedRecordException {
        Exception found = rejectedOrNot(open, cause);
        if (found instanceof RejectedRecordException rejected) {
            throw rejected;
        }
        return found instanceof SQLException other ? other : cause;
    }

    private void note(Connection open, String step) throws SQLException {
        try (PreparedStatement update =
                open.prepareStatement("UPDATE logdrive_consumer SET step = ? WHERE name = ?")) {
            update.setString(1, step);
            update.setString(2, name);
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert =
                open.prepareStatement("INSERT INTO logdrive_consumer (step, name) VALUES (?, ?)")) {
            insert.setString(1, step);
            insert.setString(2, name);
            insert.executeUpdate();
        }
    }

    /** SQLSTATE classes 22, data exception, and 23, integrity constraint violation. */
    private static boolean isOfTheData(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
