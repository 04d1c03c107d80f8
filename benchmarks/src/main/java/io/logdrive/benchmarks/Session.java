package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A running server and how many rows its table must hold in the end.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class Session implements Peer {
    private final Database database;
    private final Server server;
    private final Pipeline pipeline;
    private long rows;

    private Session(Database database, Server server, Pipeline pipeline) {
        this.database = database;
        this.server = server;
        this.pipeline = pipeline;
    }

    /** Starts a server on {@code data}; what its table holds already is to be {@link #expect}ed. */
    static Session begin(
            Layout layout, Database database, Server.Options options, Path data, int lineBytes)
            throws IOException, InterruptedException, SQLException {
        Server server = Server.start(layout, options.with(database.settings(data)), data);
        return new Session(database, server, new Pipeline(layout, server, database, lineBytes));
    }

    Server server() {
        return server;
    }

    Database database() {
        return database;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Api api() {
        return pipeline.api();
    }

    /** How many rows the table must hold. */
    long rows() {
        return rows;
    }

    /** That many more rows must be there than what {@link #send} sent. */
    void expect(long more) {
        rows += more;
    }

    @Override
    public void warmUp(long lines, int connections) throws IOException, InterruptedException {
        warmUp(AgentRun.Sending.max(lines, connections));
    }

    /** As above, in any way. */
    void warmUp(AgentRun.Sending sending) throws IOException, InterruptedException {
        if (sending.lines() > 0) {
            pipeline.send(sending);
            rows += sending.lines();
        }
    }

    /** Lets the database end what it does for what was before, then sends, all of it. */
    @Override
    public Pipeline.Result send(long lines, int connections)
            throws IOException, InterruptedException, SQLException {
        return send(AgentRun.Sending.max(lines, connections));
    }

    /** As above, at any rate. */
    Pipeline.Result send(AgentRun.Sending sending)
            throws IOException, InterruptedException, SQLException {
        database.settle(server.data());
        Pipeline.Result result = pipeline.send(sending);
        rows += result.lines();
        return result;
    }

    /** As above, by another port than the server's own. */
    Pipeline.Result send(Layout layout, AgentRun.Sending sending, int lineBytes, int linesPort)
            throws IOException, InterruptedException, SQLException {
        database.settle(server.data());
        Pipeline.Result result =
                new Pipeline(layout, server, database, lineBytes, linesPort).send(sending);
        rows += result.lines();
        return result;
    }

    /** Stops the server in order. */
    void stop() throws IOException {
        server.stop();
    }

    /**
     * Looks, once it is stopped, whether its table holds what was sent, line by line.
     *
     * @throws BenchmarkException when it does not
     */
    void checkRows() throws SQLException {
        try (Connection connection = database.open(server.data())) {
            RowCheck.check(connection, rows);
        }
    }

    @Override
    public void end() throws IOException, SQLException {
        stop();
        checkRows();
    }

    @Override
    public void close() {
        server.close();
    }
}
