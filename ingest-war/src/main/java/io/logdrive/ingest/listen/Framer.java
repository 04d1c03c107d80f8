package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/** Cuts the bytes of one connection into lines; an unfinished one is kept, within a bound. */
interface Framer {
    /** Takes each group of lines. */
    interface Sink {
        /**
         * Takes one group, not to be changed any more.
         *
         * @param body the lines, in the framer's format
         * @param lines how many
         * @param truncated which of them, from 0, were cut at the limit
         */
        void lines(byte[] body, int lines, BitSet truncated);
    }

    /** Reads all of {@code in}. */
    void read(ByteBuf in);

    /** The end of the input. */
    void finish();

    /** Memory that the unfinished line takes; more than 0 whenever there is one. */
    int carryBytes();

    /** Bytes of lines beyond their limit that were skipped so far. */
    long skippedBytes();
}
