package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A running server, and how many lines it was sent.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class Session implements Peer {
    private final Server server;
    private final Database database;
    private final Pipeline pipeline;
    private long lines;

    private Session(Server server, Database database, Pipeline pipeline) {
        this.server = server;
        this.database = database;
        this.pipeline = pipeline;
    }

    /** Starts a server that stores into {@code database}, with the folder {@code data}. */
    static Session start(
            Layout layout, Server.Options options, Database database, Path data, int lineBytes)
            throws IOException, InterruptedException {
        Server server = Server.start(layout, options, data);
        return new Session(server, database, new Pipeline(layout, server, database, lineBytes));
    }

    @Override
    public void warmUp(Plan.Load load) throws IOException, InterruptedException, SQLException {
        if (load.warmUp() > 0) {
            send(load.warmUp(), load.connectionsMost());
        }
    }

    @Override
    public Pipeline.Result send(long count, int connections)
            throws IOException, InterruptedException, SQLException {
        database.settle(server.data());
        Pipeline.Result result = pipeline.send(count, connections);
        lines += count;
        return result;
    }

    Server server() {
        return server;
    }

    Api api() {
        return pipeline.api();
    }

    /** Lines that were sent in all. */
    long lines() {
        return lines;
    }

    /** Looks whether the table holds what was sent, line by line; the server must have ended. */
    void check() throws SQLException {
        try (Connection connection = database.open(server.data())) {
            RowCheck.check(connection, lines);
        }
    }

    @Override
    public void end() throws IOException, SQLException {
        server.stop();
        check();
    }

    @Override
    public void close() {
        server.close();
    }
}
