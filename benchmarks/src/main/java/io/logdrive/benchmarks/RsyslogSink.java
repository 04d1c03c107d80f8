package io.logdrive.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Where rsyslog puts the lines.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
interface RsyslogSink extends AutoCloseable {
    /** Modules, templates and tables of rsyslog's configuration. */
    String preamble();

    /** The actions of the ruleset that has the lines. */
    String actions();

    /** Before something is measured. */
    void settle() throws SQLException;

    /** How much there is by now, looked at without taking time from who writes. */
    long filled() throws IOException, SQLException;

    /** How much these lines fill. */
    long size(long lines, AgentRun sent);

    /** CPU seconds of processes of its own. */
    double cpuSeconds() throws IOException;

    /** Hands out all that is there. */
    void read(LineCheck check) throws IOException, SQLException;

    /** Gives back what it holds. */
    @Override
    void close();
}
