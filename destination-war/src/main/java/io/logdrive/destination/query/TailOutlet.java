package io.logdrive.destination.query;

import java.io.IOException;

/** Where a tail's bytes go, without ever waiting. Used under the client's lock. */
interface TailOutlet {
    /** Whether more can be written now; if not, the client is pumped again as soon as it can. */
    boolean isReady() throws IOException;

    /** Writes and flushes; only when ready. */
    void write(byte[] bytes) throws IOException;

    /** Ends the answer. */
    void close();
}
