package io.logdrive.destination.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real database whose writer's connections fail as scripted: one fault for each commit or
 * connect, in order. Thread-safe.
 */
final class FaultyDatabase implements Database {
    /** What goes wrong. Immutable. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** The connection breaks before the commit reached the database. */
        BEFORE_COMMIT,
        /** The commit happened, its confirmation is lost. */
        AFTER_COMMIT,
        /** No connection. */
        CONNECT
    }

    private final Database real;
    private final Queue<Fault> commits = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> connects = new ConcurrentLinkedQueue<>();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean unreachable;
    private volatile String state = "08006";

    FaultyDatabase(Database real) {
        this.real = real;
    }

    /** Scripts the outcome of the next commit of a group that has none yet. */
    void onCommit(Fault fault) {
        commits.add(fault);
    }

    /** Scripts the SQLState of what breaks before a commit. */
    void state(String sqlState) {
        state = sqlState;
    }

    void onConnect(Fault fault) {
        connects.add(fault);
    }

    /** Breaks every commit and refuses every connection until it is set to false. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** Refuses every connection but the writer's until it is set to false. */
    void unreachable(boolean isUnreachable) {
        unreachable = isUnreachable;
    }

    /** How often something went wrong. */
    int faults() {
        return faults.get();
    }

    @Override
    public Dialect dialect() {
        return real.dialect();
    }

    @Override
    public Connection connectWriter() throws SQLException {
        if (away || connects.poll() == Fault.CONNECT) {
            faults.incrementAndGet();
            throw new SQLException("scripted: connection refused", "08001");
        }
        Connection connection = real.connectWriter();
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> call(connection, method, arguments));
    }

    @Override
    public Connection connectUpkeep() throws SQLException {
        reach();
        return real.connectUpkeep();
    }

    @Override
    public int snapshotIsolation() {
        return real.snapshotIsolation();
    }

    @Override
    public @Nullable String shortage() {
        return real.shortage();
    }

    @Override
    public Connection connectReader() throws SQLException {
        reach();
        return real.connectReader();
    }

    private void reach() throws SQLException {
        if (unreachable) {
            throw new SQLException("scripted: out of reach", "08001");
        }
    }

    @Override
    public void discardReader(Connection connection) {
        real.discardReader(connection);
    }

    @Override
    public void renewReaders() {
        real.renewReaders();
    }

    @Override
    public @Nullable String danger() {
        return real.danger();
    }

    @Override
    public void upkeep() throws SQLException {
        real.upkeep();
    }

    @Override
    public @Nullable WholeDays wholeDays() {
        return real.wholeDays();
    }

    @Override
    public @Nullable FreeDisk disk() {
        return real.disk();
    }

    @Override
    public long bytes(Connection connection) throws SQLException {
        return real.bytes(connection);
    }

    @Override
    public long messageBytes(Connection connection) throws SQLException {
        return real.messageBytes(connection);
    }

    @Override
    public MessageWriter messageWriter(Connection connection) throws SQLException {
        // Called between connect and the first commit, which belongs to no group.
        commitsOfGroups = false;
        return real.messageWriter(connection);
    }

    @Override
    public void close() {
        real.close();
    }

    /** Confined to the writer's thread. */
    private boolean commitsOfGroups;

    private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        Fault fault = Fault.NONE;
        if (method.getName().equals("commit")) {
            if (commitsOfGroups) {
                Fault scripted = commits.poll();
                fault = away ? Fault.BEFORE_COMMIT : scripted == null ? Fault.NONE : scripted;
            }
            commitsOfGroups = true;
        }
        if (fault == Fault.BEFORE_COMMIT) {
            faults.incrementAndGet();
            throw new SQLException("scripted: broken before the commit", state);
        }
        try {
            Object result = method.invoke(connection, arguments);
            if (fault == Fault.AFTER_COMMIT) {
                faults.incrementAndGet();
                throw new SQLException("scripted: broken after the commit", "08007");
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
