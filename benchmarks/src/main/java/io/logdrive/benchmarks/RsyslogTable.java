package io.logdrive.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The product's table {@code message} in PostgreSQL, with its partitions and indexes, that rsyslog
 * fills with the rows that Logdrive makes of the same lines: parsed JSON, the level as a number.
 *
 * <p>Confined to the main thread.
 */
final class RsyslogTable implements RsyslogSink {
    private static final String KEY = "logdrive.destination.database.";

    /** What else Logdrive's row has, so that the rows are as wide. */
    private static final String COLUMNS =
            """
            CREATE SEQUENCE message_id;
            ALTER TABLE message
              ALTER id SET DEFAULT nextval('message_id'),
              ALTER origin_id SET DEFAULT '00000000-0000-4000-8000-000000000001',
              ALTER sequence SET DEFAULT 0\
            """;

    /** Committed in the order of ids by the one thread of the queue, so that the last one tells. */
    private static final String LAST = "SELECT id FROM message ORDER BY id DESC LIMIT 1";

    /** 4 is the flag of a line that is no JSON. */
    private static final String UNPARSED = "SELECT body FROM message WHERE flags = 4 ORDER BY id";

    private static final String PARSED =
            "SELECT COUNT(*) FROM message WHERE flags = 0 AND body <> '' AND service <> ''"
                    + " AND level IS NOT NULL AND fields LIKE '{%}'";

    /** With each property taken out once it is read, what is left are the fields. */
    private static final String ACTIONS =
            """
              action(type="mmjsonparse" cookie="" useRawMsg="on")
              set $.flags = "4";
              set $.message = $rawmsg;
              if $parsesuccess == "OK" then {
                set $.flags = "0";
                set $.time = $!time;
                set $.level = lookup("levels", $!level);
                set $.service = $!service;
                set $.host = $!host;
                set $.message = $!message;
                unset $!time;
                unset $!level;
                unset $!service;
                unset $!host;
                unset $!message;
                set $.fields = $!;
              } else {
                set $.time = "now";
                set $.level = "NULL";
              }
            """;

    private final PostgresDatabase database;
    private final Path data;
    private final Connection connection;
    private final PreparedStatement last;

    private RsyslogTable(PostgresDatabase database, Path data, Connection connection)
            throws SQLException {
        this.database = database;
        this.data = data;
        this.connection = connection;
        this.last = connection.prepareStatement(LAST);
    }

    /** Makes the table in a database for the folder {@code data}. */
    static RsyslogTable create(PostgresDatabase database, Path data)
            throws SQLException, IOException {
        Connection connection = database.create(data);
        Instant now = Instant.now();
        database.coverDays(
                connection,
                now.toEpochMilli() * 1_000,
                now.plus(Duration.ofDays(1)).toEpochMilli() * 1_000);
        try (Statement statement = connection.createStatement()) {
            statement.execute(COLUMNS);
        }
        return new RsyslogTable(database, data, connection);
    }

    @Override
    public String preamble() {
        return """
        module(load="mmjsonparse")
        module(load="ompgsql")
        lookup_table(name="levels" file="levels.json")
        template(name="row" type="list" option.stdsql="on") {
          constant(value="INSERT INTO message (event_time, received_time, level, service,\
         host, body, fields, flags) VALUES ('")
          property(name="$.time")
          constant(value="', '")
          property(name="timegenerated" dateFormat="rfc3339")
          constant(value="', ")
          property(name="$.level")
          constant(value=", '")
          property(name="$.service")
          constant(value="', '")
          property(name="$.host")
          constant(value="', '")
          property(name="$.message")
          constant(value="', '")
          property(name="$.fields")
          constant(value="', ")
          property(name="$.flags")
          constant(value=")")
        }
        """;
    }

    @Override
    public String actions() {
        Map<String, String> settings;
        try {
            settings = database.settings(data);
        } catch (SQLException e) {
            throw new BenchmarkException("PostgreSQL: expected to answer: " + e.getMessage(), e);
        }
        URI url = URI.create(settings.getOrDefault(KEY + "url", "").replace("jdbc:", ""));
        return ACTIONS
                + "  action(type=\"ompgsql\" template=\"row\" server=\"127.0.0.1\" port=\""
                + url.getPort()
                + "\" db=\""
                + url.getPath().substring(1)
                + "\" user=\""
                + settings.get(KEY + "user")
                + "\" pass=\""
                + settings.get(KEY + "password")
                + "\")\n";
    }

    @Override
    public void settle() throws SQLException {
        database.settle(data);
    }

    @Override
    public long filled() throws SQLException {
        try (ResultSet row = last.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public long size(long lines, AgentRun sent) {
        return lines;
    }

    @Override
    public double cpuSeconds() throws IOException {
        return database.cpuSeconds();
    }

    @Override
    public void read(LineCheck check) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(PARSED)) {
                row.next();
                check.addParsed(row.getLong(1));
            }
            try (ResultSet rows = statement.executeQuery(UNPARSED)) {
                while (rows.next()) {
                    check.add(rows.getString(1));
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // PostgreSQL has ended before; it held nothing else.
            return;
        }
    }
}
