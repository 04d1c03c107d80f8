package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Show 1 of issue 4 in short: lines end up in SQLite and in PostgreSQL, which is away, refuses the
 * password and is killed. {@code -Dlogdrive.systemtest.database} runs more of the tests on them.
 */
@ExtendWith(ProcessLogs.class)
class OtherDatabasesIT {
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final long LINES = 20_000;

    @Test
    void storesEveryLineOnceInSqlite() throws Exception {
        Path folder = Folders.fresh("OtherDatabasesIT-sqlite");
        TestedDatabase database = DatabaseKind.SQLITE.in(folder);
        Server server = new Server("logdrive", folder, Server.War.values()).use(database).start();

        AgentRun.Summary summary = agent(server).await(SLACK);
        server.messages().awaitStored(LINES, SLACK);
        try (Stream<Path> library = Files.list(server.data().resolve("sqlite-native"))) {
            assertThat(library.filter(file -> file.toString().endsWith(".so"))).hasSize(1);
        }
        server.queue().awaitEmpty(SLACK);
        server.stop();

        assertStored(server, summary.sessions());
        assertSeesALostRow(database);
    }

    @Test
    void storesEveryLineOnceInPostgresqlThatIsAwayRefusesThePasswordAndIsKilled() throws Exception {
        Path folder = Folders.fresh("OtherDatabasesIT-postgresql");
        PostgresServer postgres = new PostgresServer(folder).start();
        Path password = Files.writeString(folder.resolve("password"), "wrong\n");
        Server server =
                new Server("logdrive", folder, Server.War.values())
                        .use(postgres)
                        .set("logdrive.destination.database.password-file", password.toString());
        postgres.stop();

        server.launch();
        awaitProblem(server, "08001 ");
        AgentRun agent = agent(server);
        postgres.start();
        awaitProblem(server, "28P01 ");
        Files.copy(postgres.passwordFile(), password, StandardCopyOption.REPLACE_EXISTING);
        server.awaitReady();
        postgres.kill();
        awaitProblem(server, "08");
        postgres.start();
        server.awaitReady();
        AgentRun.Summary summary = agent.await(SLACK);
        server.messages().awaitStored(LINES, SLACK);
        server.queue().awaitEmpty(SLACK);
        server.stop();

        assertStored(server, summary.sessions());
        assertSeesALostRow(postgres);
    }

    private static AgentRun agent(Server server) {
        return server.agent("max", "--lines", Long.toString(LINES), "--connections", "2");
    }

    private static void awaitProblem(Server server, String start) {
        Http http = new Http(server.httpPort());
        await("the database is away: " + start)
                .atMost(SLACK)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> problem(http).startsWith("database: " + start));
    }

    private static String problem(Http http) throws IOException {
        for (var check : Http.JSON.readTree(http.get("/health/ready").body()).path("checks")) {
            if (check.path("name").asText().equals(Server.War.DESTINATION.check())) {
                return check.path("data").path("problem").asText();
            }
        }
        return "";
    }

    private static void assertStored(Server server, List<AgentRun.Session> sessions) {
        try (Rows rows = server.rows()) {
            assertThat(rows.count()).isEqualTo(LINES);
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
            assertThat(sessions)
                    .hasSize(2)
                    .allSatisfy(
                            session ->
                                    assertThat(rows.countOf(session.peer()))
                                            .isEqualTo(session.lines()));
        }
    }

    /** That what says "none" would say more. */
    private static void assertSeesALostRow(TestedDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            int deleted = statement.executeUpdate("DELETE FROM message WHERE sequence = 4");
            try (Rows rows = Rows.of(database)) {
                assertThat(rows.faults()).isEqualTo(new Rows.Faults(0, deleted, 0, deleted, 0));
            }
        }
    }
}
