package io.logdrive.ingest.insert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.consume.Disk;
import io.logdrive.ingest.consume.FailingDisk;
import io.logdrive.ingest.consume.LoopFixture;
import io.logdrive.ingest.consume.RealDisk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.payara.ConfigurationException;
import io.logdrive.wire.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementConsumerTest {
    private static final Origin ORIGIN = Chunks.origin(1);

    @TempDir private Path folder;
    private Connection database;
    private String url;

    @BeforeEach
    void makeTable() throws SQLException {
        url = "jdbc:h2:mem:" + folder.getFileName();
        database = DriverManager.getConnection(url, "sa", "");
        execute(
                "CREATE TABLE log (at TIMESTAMP(6) WITH TIME ZONE, level VARCHAR(5), origin UUID,"
                        + " seq BIGINT, body VARCHAR(100))");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void runsTheStatementForEachRecord() throws Exception {
        LoopFixture loop = loop(new RealDisk());
        loop.put(
                Chunks.of(
                        ORIGIN,
                        0,
                        2,
                        "{\"time\":\"2026-11-22T12:00:00.123456Z\",\"level\":\"error\","
                                + "\"message\":\"'); DROP TABLE log; --\"}\nplain :message\n"));
        loop.awaitEmpty();
        loop.stop();

        assertThat(rows("SELECT at, level, origin, seq, body FROM log ORDER BY seq"))
                .containsExactly(
                        "2026-11-22 12:00:00.123456+00|ERROR|"
                                + ORIGIN.id()
                                + "|0|'); DROP TABLE log; --",
                        "2023-11-14 22:13:20+00|null|" + ORIGIN.id() + "|1|plain :message");
    }

    /** Also when the database has a step that the journal knows nothing of. */
    @Test
    void hasEachRecordOnceWhicheverCallToTheJournalsDiskFails() throws Exception {
        boolean failed = true;
        for (int failing = 1; failed; failing++) {
            execute("DELETE FROM log");
            execute("DROP TABLE IF EXISTS logdrive_consumer");
            Path place = Files.createDirectories(folder.resolve("run-" + failing));
            FailingDisk disk = new FailingDisk(failing);
            LoopFixture loop = loop(disk, place);
            for (int i = 0; i < 5; i++) {
                loop.put(Chunks.of(ORIGIN, i * 10L, 10));
                loop.awaitEmpty();
            }
            loop.stop();

            assertThat(sequences()).as("failed: %s", disk.failed()).isEqualTo(numbers(50));
            failed = !disk.failed().isEmpty();
            assertThat(failed || failing > 10).as("calls that were tried").isTrue();
        }
    }

    @Test
    void goesOnWithoutTheChunkWhoseRecordTheDatabaseRefuses() throws Exception {
        LoopFixture loop = loop(new RealDisk());
        loop.put(Chunks.of(ORIGIN, 0, 3));
        loop.put(Chunks.of(ORIGIN, 3, 2, "good\n" + "too long ".repeat(20) + "\n"));
        loop.put(Chunks.of(ORIGIN, 5, 3));
        loop.awaitEmpty();
        loop.stop();

        assertThat(sequences()).containsExactly(0L, 1L, 2L, 5L, 6L, 7L);
        assertThat(loop.rejected())
                .singleElement()
                .asString()
                .isEqualTo(
                        ORIGIN.id()
                                + ":3 consumer test: sequence 4: refused by the database: SQLSTATE"
                                + " 22001");
    }

    @Test
    void waitsForATableThatIsNotThere() throws Exception {
        execute("DROP TABLE log");
        LoopFixture loop = loop(new RealDisk());
        loop.put(Chunks.of(ORIGIN, 0, 3));
        await().until(() -> loop.state().equals("retrying"));

        execute(
                "CREATE TABLE log (at TIMESTAMP(6) WITH TIME ZONE, level VARCHAR(5), origin UUID,"
                        + " seq BIGINT, body VARCHAR(100))");
        loop.awaitEmpty();
        loop.stop();

        assertThat(sequences()).isEqualTo(numbers(3));
        assertThat(loop.rejected()).isEmpty();
    }

    @Test
    void saysWhenThereIsNoDriver() throws Exception {
        LoopFixture loop =
                new LoopFixture(
                        LoopFixture.configured(
                                new StatementConsumer(),
                                Map.of(
                                        "url",
                                        "jdbc:nosuch://host/db",
                                        "statement",
                                        "INSERT INTO log VALUES (:message)")),
                        folder,
                        new RealDisk(),
                        1);

        await().until(() -> loop.state().equals("retrying"));
        assertThat(loop.reason())
                .isEqualTo(
                        "java.sql.SQLException: jdbc: expected a driver for jdbc:nosuch://host/db,"
                                + " found none; put its jar into logdrive.ingest.consumers-path");
        loop.stop();
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(
                        () ->
                                LoopFixture.configured(
                                        new StatementConsumer(),
                                        Map.of("url", "h2", "statement", "INSERT :text")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .containsExactly(
                                                "logdrive.ingest.consumer.x.url: expected jdbc:…,"
                                                        + " found h2",
                                                "logdrive.ingest.consumer.x.statement: expected"
                                                        + " time, received, level, service, host,"
                                                        + " origin, sequence, message, tags,"
                                                        + " fields, flags, found :text"));
    }

    @Test
    void refusesAnAddressThatHoldsAPasswordAndDoesNotShowIt() {
        for (String each :
                List.of(
                        "jdbc:postgresql://host/db?user=a&password=canary",
                        "jdbc:sqlserver://host;Password = canary",
                        "jdbc:mysql://a:canary@host/db")) {
            assertThatThrownBy(
                            () ->
                                    LoopFixture.configured(
                                            new StatementConsumer(),
                                            Map.of("url", each, "statement", "INSERT :message")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "configuration: logdrive.ingest.consumer.x.url: expected no password in"
                                    + " it, but in password or password-file, found one");
        }
    }

    private LoopFixture loop(Disk disk) {
        return loop(disk, folder);
    }

    private LoopFixture loop(Disk disk, Path data) {
        Map<String, String> settings = new HashMap<>();
        settings.put("url", url);
        settings.put("user", "sa");
        settings.put(
                "statement",
                "INSERT INTO log VALUES (:time, :level, :origin, :sequence, :message)");
        return new LoopFixture(
                LoopFixture.configured(new StatementConsumer(), settings), data, disk, 1);
    }

    private List<Long> sequences() throws SQLException {
        return rows("SELECT seq FROM log ORDER BY seq").stream().map(Long::valueOf).toList();
    }

    private static List<Long> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> (long) i).toList();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }
}
